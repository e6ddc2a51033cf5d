// title: Copying a whole slice
// question: What does a private copy of a slice cost: append spread, make and copy, or a loop of appends?
// why: All three give the same elements; the loop pays for every reallocation on its way.
// answer: Spread, make and a loop into a sized slice: 1 alloc of 384 B in every release. The unsized loop: 6
//   allocs, 1008 B up to go1.25; 4 allocs, 960 B since go1.26, which begins it on the stack although the
//   result escapes.
// go: 1.2
// ref: https://go.dev/doc/go1.25#compiler
// ref: https://go.dev/doc/go1.26#compiler

package appends

import "testing"

type point struct{ x, y int }

var (
	copySource = points(24)
	copyLength int
	copyNever  bool
)

// A single point is already too large to be packed with others as a tiny object.
func points(n int) []point {
	s := make([]point, n)
	for i := range s {
		s[i] = point{i, i}
	}
	return s
}

//go:noinline
func copyBySpread(s []point) []point {
	for copyNever {
	}
	return append([]point(nil), s...)
}

//go:noinline
func copyByMake(s []point) []point {
	for copyNever {
	}
	c := make([]point, len(s))
	copy(c, s)
	return c
}

//go:noinline
func copyByLoop(s []point) []point {
	var c []point
	for _, v := range s {
		c = append(c, v)
	}
	return c
}

//go:noinline
func copyBySizedLoop(s []point) []point {
	c := make([]point, 0, len(s))
	for _, v := range s {
		c = append(c, v)
	}
	return c
}

func BenchmarkCopyBySpread(b *testing.B) {
	for i := 0; i < b.N; i++ {
		copyLength = len(copyBySpread(copySource))
	}
}

func BenchmarkCopyByMake(b *testing.B) {
	for i := 0; i < b.N; i++ {
		copyLength = len(copyByMake(copySource))
	}
}

func BenchmarkCopyByLoop(b *testing.B) {
	for i := 0; i < b.N; i++ {
		copyLength = len(copyByLoop(copySource))
	}
}

func BenchmarkCopyBySizedLoop(b *testing.B) {
	for i := 0; i < b.N; i++ {
		copyLength = len(copyBySizedLoop(copySource))
	}
}
