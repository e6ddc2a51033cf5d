// title: Types that fit the interface word
// question: Which types are stored in an interface directly, so that no box is needed?
// why: Pointers, maps, channels and functions are; a struct or an array of exactly one of them looks the same
//   in memory.
// answer: Maps, functions, and structs and arrays of exactly one pointer cost none in every release; a struct
//   of two pointers 1 alloc (16 B).
// go: 1.2
// ref: go/src/cmd/compile/internal/types/type.go

package interfaces

import "testing"

type pointerShapedWrap struct{ p *int }

type pointerShapedTwo struct{ p, q *int }

var (
	pointerShapedValue = 1001
	pointerShapedMap   = map[int]int{}
	pointerShapedFunc  = func() int { return pointerShapedValue }
	pointerShapedHeld  interface{}
	pointerShapedNever bool
)

//go:noinline
func pointerShapedOfMap(m map[int]int) {
	for pointerShapedNever {
	}
	pointerShapedHeld = m
}

//go:noinline
func pointerShapedOfFunc(f func() int) {
	for pointerShapedNever {
	}
	pointerShapedHeld = f
}

//go:noinline
func pointerShapedOfWrap(w pointerShapedWrap) {
	for pointerShapedNever {
	}
	pointerShapedHeld = w
}

//go:noinline
func pointerShapedOfArray(a [1]*int) {
	for pointerShapedNever {
	}
	pointerShapedHeld = a
}

//go:noinline
func pointerShapedOfTwo(t pointerShapedTwo) {
	for pointerShapedNever {
	}
	pointerShapedHeld = t
}

func BenchmarkShapedMap(b *testing.B) {
	for i := 0; i < b.N; i++ {
		pointerShapedOfMap(pointerShapedMap)
	}
}

func BenchmarkShapedFunc(b *testing.B) {
	for i := 0; i < b.N; i++ {
		pointerShapedOfFunc(pointerShapedFunc)
	}
}

func BenchmarkShapedStructOfOne(b *testing.B) {
	for i := 0; i < b.N; i++ {
		pointerShapedOfWrap(pointerShapedWrap{&pointerShapedValue})
	}
}

func BenchmarkShapedArrayOfOne(b *testing.B) {
	for i := 0; i < b.N; i++ {
		pointerShapedOfArray([1]*int{&pointerShapedValue})
	}
}

func BenchmarkShapedStructOfTwo(b *testing.B) {
	for i := 0; i < b.N; i++ {
		pointerShapedOfTwo(pointerShapedTwo{&pointerShapedValue, &pointerShapedValue})
	}
}
