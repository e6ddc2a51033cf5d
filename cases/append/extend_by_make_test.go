// title: append(s, make([]T, n)...)
// question: Does extending a slice with append(s, make([]T, n)...) make the temporary slice?
// why: The idiom for growing by n zero elements, recognised by the compiler.
// answer: It did: 2 allocs up to go1.10; since go1.11 1, the growth itself, and none within the capacity (1
//   before). A loop takes 4 in every release.
// go: 1.2
// ref: https://go.dev/doc/go1.11#performance-compiler

package appends

import "testing"

var (
	extendByMakeBase  = make([]*int, 10)
	extendByMakeExtra = 100
	extendByMakeRoom  = make([]*int, 10, 200)
	extendByMakeSum   int
	extendByMakeNever bool
)

//go:noinline
func extendByMakeExtend(s []*int, n int) []*int {
	for extendByMakeNever {
	}
	return append(s, make([]*int, n)...)
}

//go:noinline
func extendByMakeLoop(s []*int, n int) []*int {
	for i := 0; i < n; i++ {
		s = append(s, nil)
	}
	return s
}

func BenchmarkExtendByMake(b *testing.B) {
	for i := 0; i < b.N; i++ {
		extendByMakeSum += len(extendByMakeExtend(extendByMakeBase, extendByMakeExtra))
	}
}

func BenchmarkExtendWithinCapacity(b *testing.B) {
	for i := 0; i < b.N; i++ {
		extendByMakeSum += len(extendByMakeExtend(extendByMakeRoom, extendByMakeExtra))
	}
}

func BenchmarkExtendInLoop(b *testing.B) {
	for i := 0; i < b.N; i++ {
		extendByMakeSum += len(extendByMakeLoop(extendByMakeBase, extendByMakeExtra))
	}
}
