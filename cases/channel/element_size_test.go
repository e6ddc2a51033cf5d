// title: Sending values of different sizes
// question: Does sending or receiving a value allocate, for small, large and interface elements?
// why: The value is copied into the channel's buffer; only boxing or a pointer costs.
// answer: None for an int and for a struct of 256 bytes; an int sent as interface 1 (8 B) since go1.4; a
//   closure 1 (16 B) since go1.5 and 2 before.
// go: 1.2
// ref: go/src/runtime/chan.go

package channel

import "testing"

type elementSizeLarge struct{ a [32]int }

var (
	elementSizeInput = 1001
	elementSizeBig   elementSizeLarge
	elementSizeSum   int
)

//go:noinline
func elementSizeValue(c chan int, n int) int {
	c <- n
	return <-c
}

//go:noinline
func elementSizeStruct(c chan elementSizeLarge, l *elementSizeLarge) int {
	c <- *l
	got := <-c
	return got.a[3]
}

//go:noinline
func elementSizeAny(c chan interface{}, n int) int {
	c <- n
	return (<-c).(int)
}

//go:noinline
func elementSizeFunc(c chan func() int, n int) int {
	c <- func() int { return n }
	return (<-c)()
}

func BenchmarkElementInt(b *testing.B) {
	c := make(chan int, 1)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		elementSizeSum += elementSizeValue(c, elementSizeInput)
	}
}

func BenchmarkElementLarge(b *testing.B) {
	c := make(chan elementSizeLarge, 1)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		elementSizeSum += elementSizeStruct(c, &elementSizeBig)
	}
}

func BenchmarkElementInterface(b *testing.B) {
	c := make(chan interface{}, 1)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		elementSizeSum += elementSizeAny(c, elementSizeInput)
	}
}

func BenchmarkElementFunc(b *testing.B) {
	c := make(chan func() int, 1)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		elementSizeSum += elementSizeFunc(c, elementSizeInput)
	}
}
