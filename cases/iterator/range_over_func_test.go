// title: Range over a function
// question: Does a for loop over an iterator function allocate for the loop's body, the iterator, or both?
// why: The body becomes a closure that captures whatever it uses.
// answer: None when the iterator can be inlined, also with a return from within the loop. Not inlined: 4 allocs
//   (72 B) in go1.23-1.24 and 3 (72 B) since go1.25.
// go: 1.23
// ref: https://go.dev/doc/go1.23#language
// ref: https://go.dev/blog/range-functions

package iterators

import "testing"

var (
	rangeOverFuncList = []int{11, 12, 13, 14}
	rangeOverFuncSum  int
)

func rangeOverFuncAll(s []int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for _, v := range s {
			if !yield(v) {
				return
			}
		}
	}
}

//go:noinline
func rangeOverFuncAllApart(s []int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for _, v := range s {
			if !yield(v) {
				return
			}
		}
	}
}

//go:noinline
func rangeOverFuncInlined(s []int) int {
	n := 0
	for v := range rangeOverFuncAll(s) {
		n += v
	}
	return n
}

//go:noinline
func rangeOverFuncApart(s []int) int {
	n := 0
	for v := range rangeOverFuncAllApart(s) {
		n += v
	}
	return n
}

//go:noinline
func rangeOverFuncEarly(s []int) int {
	for v := range rangeOverFuncAll(s) {
		if v > 12 {
			return v
		}
	}
	return 0
}

func BenchmarkRangeFuncInlined(b *testing.B) {
	for i := 0; i < b.N; i++ {
		rangeOverFuncSum += rangeOverFuncInlined(rangeOverFuncList)
	}
}

func BenchmarkRangeFuncApart(b *testing.B) {
	for i := 0; i < b.N; i++ {
		rangeOverFuncSum += rangeOverFuncApart(rangeOverFuncList)
	}
}

func BenchmarkRangeFuncReturning(b *testing.B) {
	for i := 0; i < b.N; i++ {
		rangeOverFuncSum += rangeOverFuncEarly(rangeOverFuncList)
	}
}
