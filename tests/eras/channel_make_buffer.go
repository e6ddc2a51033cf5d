// title: Making a channel
// question: Is a channel one allocation or two, and what does its buffer add?
// why: Request-reply code makes one channel a request.
// answer: 1 alloc, the buffer within it; 2 for a buffer of pointers since go1.4 (1 before). The channel
//   itself takes 96 B up to go1.22 and 112 B since go1.23; a buffer of struct{} adds nothing.
// go: 1.2
// ref: go/src/runtime/chan.go

package channel

import "testing"

var (
	chanText  = 1001
	chanSum   int
	chanNever bool
)

//go:noinline
func makeUnbuffered() chan int {
	for chanNever {
	}
	return make(chan int)
}

//go:noinline
func makeBuffered() chan int {
	for chanNever {
	}
	return make(chan int, 8)
}

//go:noinline
func makeBufferedPointers() chan *int {
	for chanNever {
	}
	return make(chan *int, 8)
}

//go:noinline
func makeSignals() chan struct{} {
	for chanNever {
	}
	return make(chan struct{}, 8)
}

func BenchmarkMakeUnbuffered(b *testing.B) {
	for i := 0; i < b.N; i++ {
		c := makeUnbuffered()
		close(c)
		chanSum += <-c
	}
}

func BenchmarkMakeBufferedInts(b *testing.B) {
	for i := 0; i < b.N; i++ {
		c := makeBuffered()
		c <- chanText
		chanSum += <-c
	}
}

func BenchmarkMakeBufferedPointers(b *testing.B) {
	for i := 0; i < b.N; i++ {
		c := makeBufferedPointers()
		c <- &chanText
		chanSum += *<-c
	}
}

func BenchmarkMakeBufferedSignals(b *testing.B) {
	for i := 0; i < b.N; i++ {
		c := makeSignals()
		c <- struct{}{}
		chanSum += len(c)
	}
}
