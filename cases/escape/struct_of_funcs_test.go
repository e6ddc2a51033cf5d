// title: A function in a struct field
// question: Does an argument of a function kept in a struct's field escape, compared with a method of the same
//   struct?
// why: Tables of handlers are structs of functions; so are test doubles.
// answer: 1 alloc (16 B) in every release, even if the struct is local and its function known; passing the
//   value instead of its address costs none.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921

package escape

import "testing"

type structOfFuncsPoint struct {
	x    int
	next *structOfFuncsPoint
}

type structOfFuncsHandler struct {
	handle func(p *structOfFuncsPoint) int
}

//go:noinline
func structOfFuncsRead(p *structOfFuncsPoint) int {
	for structOfFuncsNever {
	}
	return p.x
}

var (
	structOfFuncsGlobal = structOfFuncsHandler{structOfFuncsRead}
	structOfFuncsInput  = 1001
	structOfFuncsSum    int
	structOfFuncsNever  bool
)

//go:noinline
func structOfFuncsField(h *structOfFuncsHandler, x int) int {
	p := structOfFuncsPoint{x: x}
	return h.handle(&p)
}

// structOfFuncsLocal makes the struct where it is used.
//
//go:noinline
func structOfFuncsLocal(x int) int {
	h := structOfFuncsHandler{structOfFuncsRead}
	p := structOfFuncsPoint{x: x}
	return h.handle(&p)
}

// structOfFuncsByValue hands a copy to the function instead of an address.
//
//go:noinline
func structOfFuncsByValue(f func(structOfFuncsPoint) int, x int) int {
	p := structOfFuncsPoint{x: x}
	return f(p)
}

//go:noinline
func structOfFuncsReadValue(p structOfFuncsPoint) int {
	for structOfFuncsNever {
	}
	return p.x
}

func BenchmarkFieldFunction(b *testing.B) {
	for i := 0; i < b.N; i++ {
		structOfFuncsSum += structOfFuncsField(&structOfFuncsGlobal, structOfFuncsInput)
	}
}

func BenchmarkFieldFunctionLocal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		structOfFuncsSum += structOfFuncsLocal(structOfFuncsInput)
	}
}

func BenchmarkFieldFunctionByValue(b *testing.B) {
	for i := 0; i < b.N; i++ {
		structOfFuncsSum += structOfFuncsByValue(structOfFuncsReadValue, structOfFuncsInput)
	}
}
