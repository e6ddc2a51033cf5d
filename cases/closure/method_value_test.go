// title: Method value x.M as a function
// question: Does writing x.M where a function is wanted allocate, and does the receiver's kind matter?
// why: A method value is a closure in disguise: it binds the receiver, by value if the method has a value receiver.
// answer: None when the callee keeps nothing, 1 when the method value is returned: 16 B with a pointer
//   receiver, 48 B with the 32-byte receiver copied in; the same in every release. A method expression never
//   allocates.
// go: 1.2
// ref: https://go.dev/ref/spec#Method_values

package closure

import "testing"

type scale struct {
	factor, offset, low, high int
}

func (s *scale) byPointer(v int) int { return v*s.factor + s.offset }
func (s scale) byValue(v int) int    { return v*s.factor + s.offset }

var (
	metric      = &scale{factor: 3, offset: 1}
	methodSum   int
	methodNever bool
)

//go:noinline
func applyBound(f func(int) int) int {
	sum := 0
	for v := 0; v < 3; v++ {
		sum += f(v)
	}
	return sum
}

//go:noinline
func applyUnbound(f func(*scale, int) int, s *scale) int {
	sum := 0
	for v := 0; v < 3; v++ {
		sum += f(s, v)
	}
	return sum
}

//go:noinline
func passMethodValue(s *scale) int {
	for methodNever {
	}
	return applyBound(s.byPointer)
}

//go:noinline
func passMethodExpression(s *scale) int {
	for methodNever {
	}
	return applyUnbound((*scale).byPointer, s)
}

//go:noinline
func bindPointer(s *scale) func(int) int {
	for methodNever {
	}
	return s.byPointer
}

//go:noinline
func bindValue(s *scale) func(int) int {
	for methodNever {
	}
	return s.byValue
}

func BenchmarkMethodValuePassed(b *testing.B) {
	for i := 0; i < b.N; i++ {
		methodSum = passMethodValue(metric)
	}
}

func BenchmarkMethodExpressionPassed(b *testing.B) {
	for i := 0; i < b.N; i++ {
		methodSum = passMethodExpression(metric)
	}
}

func BenchmarkPointerMethodReturned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		methodSum = bindPointer(metric)(2)
	}
}

func BenchmarkValueMethodReturned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		methodSum = bindValue(metric)(2)
	}
}
