// title: A pointer handed to a function value
// question: Does an argument escape when the function called is a parameter, a package variable or a local
//   variable?
// why: The compiler knows what a named function does with its argument; of a function value it knows nothing.
// answer: A function parameter makes the argument escape in every release (1 alloc); a local variable assigned
//   once does so only from go1.5 to go1.15, none since go1.16; a package variable initialised with the function
//   cost none up to go1.4 and 1 since go1.5.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921
// ref: go/src/cmd/compile/internal/escape/call.go

package escape

import "testing"

type functionValuePoint struct {
	x    int
	next *functionValuePoint
}

var (
	functionValueInput = 1001
	functionValueSum   int
	functionValueHook  = functionValueRead
	functionValueNever bool
)

//go:noinline
func functionValueRead(p *functionValuePoint) int {
	for functionValueNever {
	}
	return p.x
}

//go:noinline
func functionValueNamed(x int) int {
	p := functionValuePoint{x: x}
	return functionValueRead(&p)
}

//go:noinline
func functionValueParameter(f func(*functionValuePoint) int, x int) int {
	p := functionValuePoint{x: x}
	return f(&p)
}

//go:noinline
func functionValueVariable(x int) int {
	p := functionValuePoint{x: x}
	return functionValueHook(&p)
}

// functionValueLocal calls through a variable that is assigned exactly once.
//
//go:noinline
func functionValueLocal(x int) int {
	f := functionValueRead
	p := functionValuePoint{x: x}
	return f(&p)
}

func BenchmarkCallNamed(b *testing.B) {
	for i := 0; i < b.N; i++ {
		functionValueSum += functionValueNamed(functionValueInput)
	}
}

func BenchmarkCallParameter(b *testing.B) {
	for i := 0; i < b.N; i++ {
		functionValueSum += functionValueParameter(functionValueRead, functionValueInput)
	}
}

func BenchmarkCallPackageVariable(b *testing.B) {
	for i := 0; i < b.N; i++ {
		functionValueSum += functionValueVariable(functionValueInput)
	}
}

func BenchmarkCallLocalVariable(b *testing.B) {
	for i := 0; i < b.N; i++ {
		functionValueSum += functionValueLocal(functionValueInput)
	}
}
