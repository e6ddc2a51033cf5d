// title: A pointer kept in a local slice
// question: Does a variable escape because its address is an element of an array or slice that stays local?
// why: An index is an indirection for a slice and none for an array, and the analysis does not follow
//   indirections.
// answer: An array with a variable index never makes the element escape. A slice literal did (1 alloc) up to
//   go1.4 and does not since go1.5; s[i] = &x and append(s, &x) still do in every release to go1.27.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921

package escape

import "testing"

type sliceElementCell struct {
	n    int
	next *sliceElementCell
}

var (
	sliceElementInput = 1001
	sliceElementIndex = 1
	sliceElementSum   int
	sliceElementNever bool
)

//go:noinline
func sliceElementArray(n, at int) int {
	for sliceElementNever {
	}
	c := sliceElementCell{n: n}
	var a [2]*sliceElementCell
	a[at] = &c
	return a[at].n
}

//go:noinline
func sliceElementLiteral(n, at int) int {
	for sliceElementNever {
	}
	c := sliceElementCell{n: n}
	s := []*sliceElementCell{nil, &c}
	return s[at].n
}

//go:noinline
func sliceElementAssigned(n, at int) int {
	for sliceElementNever {
	}
	c := sliceElementCell{n: n}
	s := make([]*sliceElementCell, 2)
	s[at] = &c
	return s[at].n
}

//go:noinline
func sliceElementAppended(n, at int) int {
	for sliceElementNever {
	}
	c := sliceElementCell{n: n}
	s := make([]*sliceElementCell, 1, 2)
	s = append(s, &c)
	return s[at].n
}

func BenchmarkElementOfArray(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sliceElementSum += sliceElementArray(sliceElementInput, sliceElementIndex)
	}
}

func BenchmarkElementOfLiteral(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sliceElementSum += sliceElementLiteral(sliceElementInput, sliceElementIndex)
	}
}

func BenchmarkElementAssigned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sliceElementSum += sliceElementAssigned(sliceElementInput, sliceElementIndex)
	}
}

func BenchmarkElementAppended(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sliceElementSum += sliceElementAppended(sliceElementInput, sliceElementIndex)
	}
}
