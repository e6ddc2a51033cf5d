// title: Pointers sent to a channel
// question: Does a local variable go to the heap because its address, alone or inside a struct, is sent to a
//   channel?
// why: The compiler cannot know which goroutine receives, so what a sent pointer refers to must outlive the
//   sender.
// answer: Yes, both, in every release: `moved to heap: x`, 1 alloc of 8 bytes per send (go1.3 does not count it,
//   go1.5 counts 16 bytes); sending the value itself allocates nothing.
// go: 1.2
// ref: https://go.dev/doc/faq#stack_or_heap

package channel

import "testing"

type sendBox struct {
	p *int
	n int
}

var (
	sendInput = 1234567
	sendSum   int
	sendNever bool
)

//go:noinline
func sendPointer(c chan *int, v int) {
	for sendNever {
	}
	x := v
	c <- &x
}

//go:noinline
func sendBoxed(c chan sendBox, v int) {
	for sendNever {
	}
	x := v
	c <- sendBox{&x, v}
}

//go:noinline
func sendValue(c chan int, v int) {
	for sendNever {
	}
	x := v
	c <- x
}

func BenchmarkSendPointer(b *testing.B) {
	c := make(chan *int, 1)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		sendPointer(c, sendInput)
		sendSum += *<-c
	}
}

func BenchmarkSendStructWithPointer(b *testing.B) {
	c := make(chan sendBox, 1)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		sendBoxed(c, sendInput)
		got := <-c
		sendSum += *got.p
	}
}

func BenchmarkSendValue(b *testing.B) {
	c := make(chan int, 1)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		sendValue(c, sendInput)
		sendSum += <-c
	}
}
