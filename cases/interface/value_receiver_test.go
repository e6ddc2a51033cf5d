// title: A method with a value receiver through an interface
// question: Does calling a value method through an interface copy to the heap, or only making the interface?
// why: The table holds a wrapper that copies from the box to the stack.
// answer: Calling none; making the interface 1 alloc per value (32 B, 24 B since go1.16) in every release, even
//   in a local slice of interfaces; a pointer to the value none.
// go: 1.2
// ref: https://go.dev/ref/spec#Method_sets

package interfaces

import "testing"

type valueReceiverShape interface{ area() int }

type valueReceiverRect struct{ w, h, depth int }

//go:noinline
func (r valueReceiverRect) area() int {
	for valueReceiverNever {
	}
	return r.w * r.h
}

var (
	valueReceiverOne                      = valueReceiverRect{3, 4, 5}
	valueReceiverBoxed valueReceiverShape = valueReceiverRect{3, 4, 5}
	valueReceiverSum   int
	valueReceiverNever bool
)

//go:noinline
func valueReceiverCall(s valueReceiverShape) int {
	for valueReceiverNever {
	}
	return s.area()
}

//go:noinline
func valueReceiverCallSlice(s []valueReceiverShape) int {
	n := 0
	for _, x := range s {
		n += x.area()
	}
	return n
}

//go:noinline
func valueReceiverCallTwo(r valueReceiverRect) int {
	return valueReceiverCallSlice([]valueReceiverShape{r, r})
}

func BenchmarkValueAlreadyBoxed(b *testing.B) {
	for i := 0; i < b.N; i++ {
		valueReceiverSum += valueReceiverCall(valueReceiverBoxed)
	}
}

func BenchmarkValueBoxedPerCall(b *testing.B) {
	for i := 0; i < b.N; i++ {
		valueReceiverSum += valueReceiverCall(valueReceiverOne)
	}
}

func BenchmarkPointerPerCall(b *testing.B) {
	for i := 0; i < b.N; i++ {
		valueReceiverSum += valueReceiverCall(&valueReceiverOne)
	}
}

func BenchmarkValuesInLocalSlice(b *testing.B) {
	for i := 0; i < b.N; i++ {
		valueReceiverSum += valueReceiverCallTwo(valueReceiverOne)
	}
}
