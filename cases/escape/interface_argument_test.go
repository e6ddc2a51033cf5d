// title: A pointer handed to an interface's method
// question: Does an argument escape because the method it is passed to is called through an interface?
// why: io.Writer, hash.Hash and sort.Interface all look like this to the caller; a receiver and its arguments
//   are treated alike.
// answer: 1 alloc through the interface in every release; none since go1.16 if the interface is made from a
//   known type in the same function (devirtualized), 1 before. Asserting back to the concrete type costs none
//   in every release.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921
// ref: https://go.dev/doc/go1.16#compiler

package escape

import "testing"

type interfaceArgumentItem struct {
	n    int
	next *interfaceArgumentItem
}

type interfaceArgumentVisitor interface {
	visit(p *interfaceArgumentItem) int
}

type interfaceArgumentAdder struct{ total int }

//go:noinline
func (a *interfaceArgumentAdder) visit(p *interfaceArgumentItem) int {
	a.total += p.n
	return a.total
}

var (
	interfaceArgumentInput   = 1001
	interfaceArgumentSum     int
	interfaceArgumentCounter = new(interfaceArgumentAdder)
)

//go:noinline
func interfaceArgumentByInterface(v interfaceArgumentVisitor, n int) int {
	it := interfaceArgumentItem{n: n}
	return v.visit(&it)
}

//go:noinline
func interfaceArgumentByPointer(v *interfaceArgumentAdder, n int) int {
	it := interfaceArgumentItem{n: n}
	return v.visit(&it)
}

// interfaceArgumentAsserted goes back from the interface to the only type it expects.
//
//go:noinline
func interfaceArgumentAsserted(v interfaceArgumentVisitor, n int) int {
	it := interfaceArgumentItem{n: n}
	if a, ok := v.(*interfaceArgumentAdder); ok {
		return a.visit(&it)
	}
	return 0
}

// interfaceArgumentKnown converts in the same function, where the type is in plain sight.
//
//go:noinline
func interfaceArgumentKnown(a *interfaceArgumentAdder, n int) int {
	it := interfaceArgumentItem{n: n}
	var v interfaceArgumentVisitor = a
	return v.visit(&it)
}

func BenchmarkArgumentByInterface(b *testing.B) {
	for i := 0; i < b.N; i++ {
		interfaceArgumentSum += interfaceArgumentByInterface(interfaceArgumentCounter, interfaceArgumentInput)
	}
}

func BenchmarkArgumentByPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		interfaceArgumentSum += interfaceArgumentByPointer(interfaceArgumentCounter, interfaceArgumentInput)
	}
}

func BenchmarkArgumentAsserted(b *testing.B) {
	for i := 0; i < b.N; i++ {
		interfaceArgumentSum += interfaceArgumentAsserted(interfaceArgumentCounter, interfaceArgumentInput)
	}
}

func BenchmarkArgumentTypeKnown(b *testing.B) {
	for i := 0; i < b.N; i++ {
		interfaceArgumentSum += interfaceArgumentKnown(interfaceArgumentCounter, interfaceArgumentInput)
	}
}
