// title: Cancellation and deadlines
// question: What do WithCancel, a child of a cancellable context, and WithTimeout allocate?
// why: Every request gets one, and every call it makes another.
// answer: WithCancel: 3 allocs up to go1.8, 2 since go1.9, as a child too; 1 more if Done is asked for, whose
//   channel is made then; WithTimeout 4 since go1.9 (5 before, and in go1.20).
// go: 1.7
// ref: https://pkg.go.dev/context#WithCancel

package contexts

import (
	"context"
	"runtime"
	"testing"
	"time"
)

var (
	withCancelRoot                  = context.Background()
	withCancelParent, withCancelEnd = context.WithCancel(withCancelRoot)
	withCancelWait                  = time.Hour
	withCancelSum                   int
)

//go:noinline
func withCancelCancel(c context.Context) {
	_, cancel := context.WithCancel(c)
	cancel()
}

// withCancelPrepare makes room for stopped timers, which some releases keep per processor and sweep up late: that room is
// not part of any operation.
func withCancelPrepare() {
	timers := make([]*time.Timer, 1<<15)
	for i := range timers {
		timers[i] = time.NewTimer(time.Hour)
	}
	for _, t := range timers {
		t.Stop()
	}
}

//go:noinline
func withCancelTimeout(c context.Context) {
	_, cancel := context.WithTimeout(c, withCancelWait)
	cancel()
}

//go:noinline
func withCancelDone(c context.Context) {
	d, cancel := context.WithCancel(c)
	select {
	case <-d.Done():
		withCancelSum++
	default:
	}
	cancel()
}

func BenchmarkWithCancelOfRoot(b *testing.B) {
	for i := 0; i < b.N; i++ {
		withCancelCancel(withCancelRoot)
	}
}

func BenchmarkWithCancelOfChild(b *testing.B) {
	for i := 0; i < b.N; i++ {
		withCancelCancel(withCancelParent)
	}
}

func BenchmarkWithCancelDone(b *testing.B) {
	for i := 0; i < b.N; i++ {
		withCancelDone(withCancelRoot)
	}
}

func BenchmarkWithTimeoutOfRoot(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	withCancelPrepare()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		withCancelTimeout(withCancelRoot)
	}
}
