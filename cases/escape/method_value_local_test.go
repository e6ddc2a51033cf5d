// title: A method value called locally
// question: Does a local receiver escape because f := x.method is called instead of x.method()?
// why: A method value binds the receiver's address in a closure, and a call through a function value is opaque.
// answer: The method value cost 1 alloc for its receiver up to go1.14 and none since go1.15, the method
//   expression in a variable 1 up to go1.17 and none since go1.18; a direct call and a literal that calls the
//   method cost none in every release.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921
// ref: https://go.dev/ref/spec#Method_values

package escape

import "testing"

type methodValueLocalMeter struct {
	n    int
	next *methodValueLocalMeter
}

//go:noinline
func (m *methodValueLocalMeter) read() int {
	for methodValueLocalNever {
	}
	return m.n
}

var (
	methodValueLocalInput = 1001
	methodValueLocalSum   int
	methodValueLocalNever bool
)

//go:noinline
func methodValueLocalCall(n int) int {
	m := methodValueLocalMeter{n: n}
	return m.read()
}

//go:noinline
func methodValueLocalValue(n int) int {
	m := methodValueLocalMeter{n: n}
	f := m.read
	return f()
}

//go:noinline
func methodValueLocalExpression(n int) int {
	m := methodValueLocalMeter{n: n}
	f := (*methodValueLocalMeter).read
	return f(&m)
}

//go:noinline
func methodValueLocalLiteral(n int) int {
	m := methodValueLocalMeter{n: n}
	f := func() int { return m.read() }
	return f()
}

func BenchmarkLocalMethodCall(b *testing.B) {
	for i := 0; i < b.N; i++ {
		methodValueLocalSum += methodValueLocalCall(methodValueLocalInput)
	}
}

func BenchmarkLocalMethodValue(b *testing.B) {
	for i := 0; i < b.N; i++ {
		methodValueLocalSum += methodValueLocalValue(methodValueLocalInput)
	}
}

func BenchmarkLocalMethodExpression(b *testing.B) {
	for i := 0; i < b.N; i++ {
		methodValueLocalSum += methodValueLocalExpression(methodValueLocalInput)
	}
}

func BenchmarkLocalMethodInLiteral(b *testing.B) {
	for i := 0; i < b.N; i++ {
		methodValueLocalSum += methodValueLocalLiteral(methodValueLocalInput)
	}
}
