// title: A pointer stored through a pointer
// question: Does a local variable escape because its address is stored through a pointer to another local
//   variable?
// why: Vyukov's list of 2015 opens with this flaw: the analysis does not follow where a pointer leads, so what
//   is stored through one counts as stored anywhere.
// answer: Still open: stored through a pointer the variable costs 1 alloc in every release to go1.27, although
//   the same address in a local struct's field costs none. Written into the composite literal behind the
//   pointer, it cost 1 up to go1.4 and none since go1.5.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921
// ref: go/src/cmd/compile/internal/escape/escape.go

package escape

import "testing"

type assignIndirectNode struct {
	value int
	next  *assignIndirectNode
}

var (
	assignIndirectStart = 1001
	assignIndirectSum   int
	assignIndirectNever bool
)

// assignIndirectDirect stores into a field of a variable.
//
//go:noinline
func assignIndirectDirect(v int) int {
	for assignIndirectNever {
	}
	target := assignIndirectNode{value: v}
	var holder assignIndirectNode
	holder.next = &target
	return holder.next.value
}

// assignIndirectLiteral lets the composite literal behind the pointer be built with the address in it.
//
//go:noinline
func assignIndirectLiteral(v int) int {
	for assignIndirectNever {
	}
	target := assignIndirectNode{value: v}
	holder := &assignIndirectNode{next: &target}
	return holder.next.value
}

// assignIndirectThrough says the same as assignIndirectLiteral in two statements.
//
//go:noinline
func assignIndirectThrough(v int) int {
	for assignIndirectNever {
	}
	target := assignIndirectNode{value: v}
	holder := &assignIndirectNode{}
	holder.next = &target
	return holder.next.value
}

func BenchmarkStoredInField(b *testing.B) {
	for i := 0; i < b.N; i++ {
		assignIndirectSum += assignIndirectDirect(assignIndirectStart)
	}
}

func BenchmarkStoredInLiteral(b *testing.B) {
	for i := 0; i < b.N; i++ {
		assignIndirectSum += assignIndirectLiteral(assignIndirectStart)
	}
}

func BenchmarkStoredThroughPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		assignIndirectSum += assignIndirectThrough(assignIndirectStart)
	}
}
