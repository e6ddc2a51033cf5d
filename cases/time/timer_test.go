// title: Making timers
// question: What does NewTimer, AfterFunc and Reset of an existing timer allocate?
// why: A deadline per request is a timer per request.
// answer: NewTimer 3 allocs since go1.4 (2 before), 248 B since go1.23; AfterFunc 1, 112 B since go1.23; Reset
//   of an existing timer none.
// go: 1.2
// ref: https://go.dev/doc/go1.23#timer-changes

package times

import (
	"runtime"
	"testing"
	"time"
)

var (
	timerWait  = time.Hour
	timerSum   int
	timerReuse = time.NewTimer(timerWait)
)

func timerTick() { timerSum++ }

// timerPrepare makes room for stopped timers, which some releases keep per processor and sweep up late: that room is
// not part of any operation.
func timerPrepare() {
	timers := make([]*time.Timer, 1<<15)
	for i := range timers {
		timers[i] = time.NewTimer(time.Hour)
	}
	for _, t := range timers {
		t.Stop()
	}
}

//go:noinline
func timerNew(d time.Duration) bool { return time.NewTimer(d).Stop() }

//go:noinline
func timerAfter(d time.Duration) bool { return time.AfterFunc(d, timerTick).Stop() }

//go:noinline
func timerReset(t *time.Timer, d time.Duration) bool { return t.Reset(d) }

func BenchmarkTimerNew(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	timerPrepare()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		timerNew(timerWait)
	}
}

func BenchmarkTimerAfterFunc(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	timerPrepare()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		timerAfter(timerWait)
	}
}

func BenchmarkTimerReset(b *testing.B) {
	for i := 0; i < b.N; i++ {
		timerReset(timerReuse, timerWait)
	}
}
