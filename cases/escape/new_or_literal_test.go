// title: new, &T{} and the address of a variable
// question: Is there a difference between new(T), &T{} and var x T; &x for where the value lives?
// why: The three spellings mean the same; the language says nothing about the heap.
// answer: None: all three cost nothing when the value stays local and 1 alloc (16 B) when it is kept, in every
//   release.
// go: 1.2
// ref: https://go.dev/doc/faq#stack_or_heap

package escape

import "testing"

type newOrLiteralPart struct {
	n    int
	next *newOrLiteralPart
}

var (
	newOrLiteralInput = 1001
	newOrLiteralHeld  *newOrLiteralPart
	newOrLiteralSum   int
	newOrLiteralNever bool
)

//go:noinline
func newOrLiteralNew(n int) int {
	for newOrLiteralNever {
	}
	p := new(newOrLiteralPart)
	p.n = n
	return p.n
}

//go:noinline
func newOrLiteralLiteral(n int) int {
	for newOrLiteralNever {
	}
	p := &newOrLiteralPart{}
	p.n = n
	return p.n
}

//go:noinline
func newOrLiteralNewKept(n int) {
	for newOrLiteralNever {
	}
	p := new(newOrLiteralPart)
	p.n = n
	newOrLiteralHeld = p
}

//go:noinline
func newOrLiteralLiteralKept(n int) {
	for newOrLiteralNever {
	}
	p := &newOrLiteralPart{}
	p.n = n
	newOrLiteralHeld = p
}

//go:noinline
func newOrLiteralVariableKept(n int) {
	for newOrLiteralNever {
	}
	var x newOrLiteralPart
	x.n = n
	newOrLiteralHeld = &x
}

func BenchmarkNewLocal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		newOrLiteralSum += newOrLiteralNew(newOrLiteralInput)
	}
}

func BenchmarkLiteralLocal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		newOrLiteralSum += newOrLiteralLiteral(newOrLiteralInput)
	}
}

func BenchmarkNewKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		newOrLiteralNewKept(newOrLiteralInput)
	}
}

func BenchmarkLiteralKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		newOrLiteralLiteralKept(newOrLiteralInput)
	}
}

func BenchmarkVariableKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		newOrLiteralVariableKept(newOrLiteralInput)
	}
}
