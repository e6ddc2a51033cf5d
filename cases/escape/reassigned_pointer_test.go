// title: A pointer that later points elsewhere
// question: Does a local variable escape because the pointer to it is later assigned something that does
//   escape, or is kept?
// why: The analysis knows no order of statements: a variable is one place for its whole life.
// answer: Keeping the reassigned pointer costs 1 alloc for the variable it pointed at before, in every release
//   to go1.27; a second pointer variable avoids it. Pointing it at a global without keeping it costs none.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921

package escape

import "testing"

type reassignedPointerSpot struct {
	n    int
	next *reassignedPointerSpot
}

var (
	reassignedPointerInput = 1001
	reassignedPointerHeap  = &reassignedPointerSpot{n: 1002}
	reassignedPointerKept  *reassignedPointerSpot
	reassignedPointerSum   int
	reassignedPointerNever bool
)

// reassignedPointerFromGlobal lets the pointer point at a global afterwards.
//
//go:noinline
func reassignedPointerFromGlobal(n int) int {
	for reassignedPointerNever {
	}
	s := reassignedPointerSpot{n: n}
	p := &s
	n = p.n
	p = reassignedPointerHeap
	return n + p.n
}

// reassignedPointerToGlobal stores the pointer away only after it points elsewhere.
//
//go:noinline
func reassignedPointerToGlobal(n int) int {
	for reassignedPointerNever {
	}
	s := reassignedPointerSpot{n: n}
	p := &s
	n = p.n
	p = reassignedPointerHeap
	reassignedPointerKept = p
	return n
}

// reassignedPointerTwoPointers is the same with a variable for each purpose.
//
//go:noinline
func reassignedPointerTwoPointers(n int) int {
	for reassignedPointerNever {
	}
	s := reassignedPointerSpot{n: n}
	p := &s
	n = p.n
	q := reassignedPointerHeap
	reassignedPointerKept = q
	return n
}

func BenchmarkReassignedFromGlobal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		reassignedPointerSum += reassignedPointerFromGlobal(reassignedPointerInput)
	}
}

func BenchmarkReassignedThenKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		reassignedPointerSum += reassignedPointerToGlobal(reassignedPointerInput)
	}
}

func BenchmarkSeparatePointerKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		reassignedPointerSum += reassignedPointerTwoPointers(reassignedPointerInput)
	}
}
