// title: What a dereferenced pointer drags along
// question: Does a local variable escape when only what it points to, or a copy of it, is stored away?
// why: Dereferencing breaks the link to the variable: its contents may be kept without keeping the variable
//   itself.
// answer: None in every release when only the target or a copy is kept, through one pointer or two; 1 alloc
//   when the pointer itself is kept. This one is no flaw: dereferences are counted exactly since go1.2.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921

package escape

import "testing"

type dereferenceBox struct {
	n    int
	next *dereferenceBox
}

var (
	dereferenceInput = 1001
	dereferenceFar   = &dereferenceBox{n: 1002}
	dereferenceHeld  *dereferenceBox
	dereferenceCopy  dereferenceBox
	dereferenceNever bool
	dereferenceSum   int
)

// dereferenceKeepTarget keeps what the variable points to.
//
//go:noinline
func dereferenceKeepTarget(n int) int {
	for dereferenceNever {
	}
	x := dereferenceBox{n: n, next: dereferenceFar}
	p := &x
	dereferenceHeld = p.next
	return p.n
}

// dereferenceKeepCopy keeps a copy of the variable.
//
//go:noinline
func dereferenceKeepCopy(n int) int {
	for dereferenceNever {
	}
	x := dereferenceBox{n: n, next: dereferenceFar}
	p := &x
	dereferenceCopy = *p
	return p.n
}

// dereferenceKeepTwice takes an address and dereferences it at once.
//
//go:noinline
func dereferenceKeepTwice(n int) int {
	for dereferenceNever {
	}
	x := dereferenceBox{n: n, next: dereferenceFar}
	p := &x
	pp := &p
	dereferenceHeld = (*pp).next
	return (**pp).n
}

// dereferenceKeepPointer reaches the pointer through a pointer to it, and keeps that.
//
//go:noinline
func dereferenceKeepPointer(n int) int {
	for dereferenceNever {
	}
	x := dereferenceBox{n: n, next: dereferenceFar}
	p := &x
	pp := &p
	dereferenceHeld = *pp
	return (**pp).n
}

func BenchmarkKeepTargetOnly(b *testing.B) {
	for i := 0; i < b.N; i++ {
		dereferenceSum += dereferenceKeepTarget(dereferenceInput)
	}
}

func BenchmarkKeepCopyOnly(b *testing.B) {
	for i := 0; i < b.N; i++ {
		dereferenceSum += dereferenceKeepCopy(dereferenceInput)
	}
}

func BenchmarkKeepTargetThroughTwo(b *testing.B) {
	for i := 0; i < b.N; i++ {
		dereferenceSum += dereferenceKeepTwice(dereferenceInput)
	}
}

func BenchmarkKeepPointerItself(b *testing.B) {
	for i := 0; i < b.N; i++ {
		dereferenceSum += dereferenceKeepPointer(dereferenceInput)
	}
}
