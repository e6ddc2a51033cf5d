// title: A slice put into an interface
// question: What does a slice value cost in an interface, and a pointer to the slice?
// why: sync.Pool, heap.Push and atomic.Value take interfaces; a slice header is three words.
// answer: 1 alloc in every release, 32 B up to go1.15 and 24 B since go1.16; a nil slice none since go1.9, 1
//   before; a pointer to a slice none.
// go: 1.2
// ref: go/src/runtime/iface.go

package interfaces

import "testing"

var (
	sliceBoxedSlice = make([]int, 10)
	sliceBoxedNull  []int
	sliceBoxedHeld  interface{}
	sliceBoxedNever bool
)

//go:noinline
func sliceBoxedOfSlice(s []int) {
	for sliceBoxedNever {
	}
	sliceBoxedHeld = s
}

//go:noinline
func sliceBoxedOfPointer(s *[]int) {
	for sliceBoxedNever {
	}
	sliceBoxedHeld = s
}

func BenchmarkBoxSlice(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sliceBoxedOfSlice(sliceBoxedSlice)
	}
}

func BenchmarkBoxNilSlice(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sliceBoxedOfSlice(sliceBoxedNull)
	}
}

func BenchmarkBoxPointerToSlice(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sliceBoxedOfPointer(&sliceBoxedSlice)
	}
}
