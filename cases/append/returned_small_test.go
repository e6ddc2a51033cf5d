// title: A small slice built by append and returned
// question: What does building a slice of 1, 4 and 5 pointers by append and returning it allocate?
// why: Most slices that programs return are this small: options, parts of a path, errors found.
// answer: Four: 3 allocs up to go1.25, 1 of the exact 32 B since go1.26; five: 4 up to go1.25, 1 of 64 B since
//   go1.26; one element: 1 in every release. go1.25 changed nothing for returned slices.
// go: 1.2
// ref: https://go.dev/doc/go1.26#compiler

package appends

import "testing"

var (
	returnedSmallOne  = 1
	returnedSmallFour = 4
	returnedSmallFive = 5
	returnedSmallSum  int
)

//go:noinline
func returnedSmallBuild(n int) []*int {
	var s []*int
	for i := 0; i < n; i++ {
		s = append(s, &returnedSmallSum)
	}
	return s
}

func BenchmarkReturnedOne(b *testing.B) {
	for i := 0; i < b.N; i++ {
		returnedSmallSum += len(returnedSmallBuild(returnedSmallOne))
	}
}

func BenchmarkReturnedFour(b *testing.B) {
	for i := 0; i < b.N; i++ {
		returnedSmallSum += len(returnedSmallBuild(returnedSmallFour))
	}
}

func BenchmarkReturnedFive(b *testing.B) {
	for i := 0; i < b.N; i++ {
		returnedSmallSum += len(returnedSmallBuild(returnedSmallFive))
	}
}
