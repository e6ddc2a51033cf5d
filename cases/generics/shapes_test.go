// title: A type parameter for values and for pointers
// question: Does a generic function allocate for an int, a struct, or a pointer argument, and does calling a
//   method of it?
// why: All pointer types share one compiled body with a dictionary; values of each shape have their own.
// answer: A pointer argument escapes when a method of its type parameter is called (through the dictionary): 1
//   alloc (16 B) in every release since go1.18; a value with a method, and a pointer without one, cost none.
// go: 1.18
// ref: https://go.dev/doc/go1.18#generics

package generics

import "testing"

type shapesSizer interface{ size() int }

type shapesItem struct {
	n    int
	next *shapesItem
}

func (i shapesItem) size() int { return i.n }

type shapesRef struct {
	n    int
	next *shapesRef
}

func (r *shapesRef) size() int { return r.n }

var (
	shapesInput = 1001
	shapesSum   int
)

//go:noinline
func shapesRead[T shapesSizer](v T) int { return v.size() }

//go:noinline
func shapesFirst[T any](v *T) T { return *v }

//go:noinline
func shapesValue(n int) int { return shapesRead(shapesItem{n: n}) }

//go:noinline
func shapesPointer(n int) int {
	r := shapesRef{n: n}
	return shapesRead(&r)
}

//go:noinline
func shapesGeneric(n int) int {
	it := shapesItem{n: n}
	return shapesFirst(&it).n
}

func BenchmarkShapeValueMethod(b *testing.B) {
	for i := 0; i < b.N; i++ {
		shapesSum += shapesValue(shapesInput)
	}
}

func BenchmarkShapePointerMethod(b *testing.B) {
	for i := 0; i < b.N; i++ {
		shapesSum += shapesPointer(shapesInput)
	}
}

func BenchmarkShapePointerNoMethod(b *testing.B) {
	for i := 0; i < b.N; i++ {
		shapesSum += shapesGeneric(shapesInput)
	}
}
