// title: One field of a struct stored away
// question: Does a variable escape because another field of the struct that holds its address is stored away?
// why: The analysis sees a struct as one place: what flows into any field flows out of every field.
// answer: Still open: storing the harmless field or array element away costs 1 alloc for what the other one
//   points at, in every release to go1.27; two separate variables cost none.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921

package escape

import "testing"

type siblingFieldLeaf struct {
	n    int
	next *siblingFieldLeaf
}

type siblingFieldPair struct{ left, right *siblingFieldLeaf }

var (
	siblingFieldInput = 1001
	siblingFieldHeap  = &siblingFieldLeaf{n: 1002}
	siblingFieldKept  *siblingFieldLeaf
	siblingFieldSum   int
	siblingFieldNever bool
)

// siblingFieldKeepRight stores away only the field that points at a global anyway.
//
//go:noinline
func siblingFieldKeepRight(n int) int {
	for siblingFieldNever {
	}
	l := siblingFieldLeaf{n: n}
	p := siblingFieldPair{&l, siblingFieldHeap}
	siblingFieldKept = p.right
	return p.left.n
}

//go:noinline
func siblingFieldSeparate(n int) int {
	for siblingFieldNever {
	}
	l := siblingFieldLeaf{n: n}
	left, right := &l, siblingFieldHeap
	siblingFieldKept = right
	return left.n
}

// siblingFieldArrayOther does it with elements of an array.
//
//go:noinline
func siblingFieldArrayOther(n int) int {
	for siblingFieldNever {
	}
	l := siblingFieldLeaf{n: n}
	a := [2]*siblingFieldLeaf{&l, siblingFieldHeap}
	siblingFieldKept = a[1]
	return a[0].n
}

func BenchmarkSiblingFieldKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		siblingFieldSum += siblingFieldKeepRight(siblingFieldInput)
	}
}

func BenchmarkSeparateVariableKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		siblingFieldSum += siblingFieldSeparate(siblingFieldInput)
	}
}

func BenchmarkSiblingElementKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		siblingFieldSum += siblingFieldArrayOther(siblingFieldInput)
	}
}
