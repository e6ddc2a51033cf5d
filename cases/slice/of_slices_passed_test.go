// title: Passing arrays and slices to functions
// question: Does slicing a local array for a callee, or returning a slice of it, move the array to the heap?
// why: a[:] takes the array's address.
// answer: No, passed down or handed back to the same function by a callee none; returned to the caller 1 alloc
//   (64 B), in every release.
// go: 1.2
// ref: https://go.dev/doc/faq#stack_or_heap

package slice

import "testing"

var (
	ofSlicesPassedInput = 1001
	ofSlicesPassedSum   int
	ofSlicesPassedNever bool
)

//go:noinline
func ofSlicesPassedTotal(s []int) int {
	n := 0
	for _, v := range s {
		n += v
	}
	return n
}

//go:noinline
func ofSlicesPassedTail(s []int) []int {
	for ofSlicesPassedNever {
	}
	return s[1:]
}

//go:noinline
func ofSlicesPassedDown(n int) int {
	var a [8]int
	a[3] = n
	return ofSlicesPassedTotal(a[:])
}

//go:noinline
func ofSlicesPassedDownAndBack(n int) int {
	var a [8]int
	a[3] = n
	return ofSlicesPassedTotal(ofSlicesPassedTail(a[:]))
}

//go:noinline
func ofSlicesPassedReturned(n int) []int {
	for ofSlicesPassedNever {
	}
	var a [8]int
	a[3] = n
	return a[:]
}

func BenchmarkArrayPassedDown(b *testing.B) {
	for i := 0; i < b.N; i++ {
		ofSlicesPassedSum += ofSlicesPassedDown(ofSlicesPassedInput)
	}
}

func BenchmarkArrayPassedAndReturned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		ofSlicesPassedSum += ofSlicesPassedDownAndBack(ofSlicesPassedInput)
	}
}

func BenchmarkArrayOfCalleeReturned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		ofSlicesPassedSum += ofSlicesPassedTotal(ofSlicesPassedReturned(ofSlicesPassedInput))
	}
}
