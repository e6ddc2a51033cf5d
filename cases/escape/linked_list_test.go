// title: A short list of local nodes
// question: Do the nodes of a linked list that stays local live on the stack, and does the order in which they
//   are linked matter?
// why: Linked from the end each address is put into a fresh literal; linked from the start each is stored
//   through a pointer.
// answer: Linked from the end through literals 3 nodes cost 2 allocs up to go1.4 and none since go1.5; linked
//   by assignment 2 in every release (the first node stays on the stack); in a loop 3 in every release.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921

package escape

import "testing"

type linkedListElem struct {
	n    int
	next *linkedListElem
}

var (
	linkedListInput = 1001
	linkedListSum   int
)

//go:noinline
func linkedListTotal(e *linkedListElem) int {
	sum := 0
	for ; e != nil; e = e.next {
		sum += e.n
	}
	return sum
}

//go:noinline
func linkedListBackward(n int) int {
	c := &linkedListElem{n: n}
	b := &linkedListElem{n: n, next: c}
	a := &linkedListElem{n: n, next: b}
	return linkedListTotal(a)
}

//go:noinline
func linkedListForward(n int) int {
	a := &linkedListElem{n: n}
	a.next = &linkedListElem{n: n}
	a.next.next = &linkedListElem{n: n}
	return linkedListTotal(a)
}

// linkedListLoop builds it as everybody does: the number of nodes is not known.
//
//go:noinline
func linkedListLoop(n int) int {
	var head *linkedListElem
	for k := 0; k < 3; k++ {
		head = &linkedListElem{n: n, next: head}
	}
	return linkedListTotal(head)
}

func BenchmarkListBackward(b *testing.B) {
	for i := 0; i < b.N; i++ {
		linkedListSum += linkedListBackward(linkedListInput)
	}
}

func BenchmarkListForward(b *testing.B) {
	for i := 0; i < b.N; i++ {
		linkedListSum += linkedListForward(linkedListInput)
	}
}

func BenchmarkListInLoop(b *testing.B) {
	for i := 0; i < b.N; i++ {
		linkedListSum += linkedListLoop(linkedListInput)
	}
}
