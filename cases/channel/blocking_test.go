// title: Sends that block
// question: Does a goroutine that blocks on a channel allocate, compared with a buffered channel that never
//   blocks?
// why: A blocked goroutine needs a record in the channel's queue.
// answer: None in every release; a select that blocks cost 1 alloc (192 B) in go1.2 and go1.3.
// go: 1.2
// ref: go/src/runtime/chan.go

package channel

import "testing"

var (
	blockingInput = 1001
	blockingSum   int
)

func blockingEcho(in, out chan int) {
	for v := range in {
		out <- v
	}
}

//go:noinline
func blockingRoundTrip(in, out chan int, n int) int {
	in <- n
	return <-out
}

//go:noinline
func blockingSelect(in, out chan int, n int) int {
	select {
	case in <- n:
	case v := <-out:
		return v
	}
	return <-out
}

func BenchmarkBlockingRoundTrip(b *testing.B) {
	in, out := make(chan int), make(chan int)
	defer close(in)
	go blockingEcho(in, out)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		blockingSum += blockingRoundTrip(in, out, blockingInput)
	}
}

func BenchmarkBlockingSelect(b *testing.B) {
	in, out := make(chan int), make(chan int)
	defer close(in)
	go blockingEcho(in, out)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		blockingSum += blockingSelect(in, out, blockingInput)
	}
}
