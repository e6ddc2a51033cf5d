// title: Iterators built from iterators
// question: What does a chain of filter and map over an iterator allocate?
// why: Each adapter is a function returning a function that calls another.
// answer: None, with one adapter or two, in every release since go1.23: everything is inlined into the loop.
// go: 1.23
// ref: https://go.dev/blog/range-functions

package iterators

import (
	"iter"
	"slices"
	"testing"
)

var (
	adaptersList = []int{11, 12, 13, 14, 15, 16}
	adaptersSum  int
)

func adaptersFilter(in iter.Seq[int], keep func(int) bool) iter.Seq[int] {
	return func(yield func(int) bool) {
		for v := range in {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}

func adaptersMap(in iter.Seq[int], f func(int) int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for v := range in {
			if !yield(f(v)) {
				return
			}
		}
	}
}

func adaptersOdd(n int) bool { return n%2 == 1 }

func adaptersDouble(n int) int { return 2 * n }

//go:noinline
func adaptersOne(s []int) int {
	n := 0
	for v := range adaptersFilter(slices.Values(s), adaptersOdd) {
		n += v
	}
	return n
}

//go:noinline
func adaptersTwo(s []int) int {
	n := 0
	for v := range adaptersMap(adaptersFilter(slices.Values(s), adaptersOdd), adaptersDouble) {
		n += v
	}
	return n
}

//go:noinline
func adaptersLoop(s []int) int {
	n := 0
	for _, v := range s {
		if adaptersOdd(v) {
			n += adaptersDouble(v)
		}
	}
	return n
}

func BenchmarkAdapterOne(b *testing.B) {
	for i := 0; i < b.N; i++ {
		adaptersSum += adaptersOne(adaptersList)
	}
}

func BenchmarkAdapterTwo(b *testing.B) {
	for i := 0; i < b.N; i++ {
		adaptersSum += adaptersTwo(adaptersList)
	}
}

func BenchmarkAdapterPlainLoop(b *testing.B) {
	for i := 0; i < b.N; i++ {
		adaptersSum += adaptersLoop(adaptersList)
	}
}
