// title: A function literal called on the spot
// question: Do arguments and captured variables escape when a function literal is called directly where it
//   stands?
// why: func() { ... }() is used for scoping and with defer; it is no function value that anybody else could
//   hold.
// answer: A direct call with the address as argument cost 1 alloc up to go1.11 and none since go1.12, as did a
//   literal in a variable; if that variable is assigned twice, 1 up to go1.26 and none since go1.27. Capturing
//   instead costs none in every release.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921

package escape

import "testing"

type closureDirectState struct {
	n    int
	next *closureDirectState
}

var (
	closureDirectInput = 1001
	closureDirectSum   int
	closureDirectNever bool
)

//go:noinline
func closureDirectUse(s *closureDirectState) int {
	for closureDirectNever {
	}
	return s.n
}

//go:noinline
func closureDirectArgument(n int) int {
	s := closureDirectState{n: n}
	return func(p *closureDirectState) int { return closureDirectUse(p) }(&s)
}

//go:noinline
func closureDirectCaptured(n int) int {
	s := closureDirectState{n: n}
	return func() int {
		s.n++
		return closureDirectUse(&s)
	}()
}

//go:noinline
func closureDirectNamed(n int) int {
	s := closureDirectState{n: n}
	f := func(p *closureDirectState) int { return closureDirectUse(p) }
	return f(&s)
}

// closureDirectRebound assigns the variable twice, so that nobody knows which literal is called.
//
//go:noinline
func closureDirectRebound(n int) int {
	s := closureDirectState{n: n}
	f := func(p *closureDirectState) int { return closureDirectUse(p) }
	if n < 0 {
		f = func(p *closureDirectState) int { return -closureDirectUse(p) }
	}
	return f(&s)
}

func BenchmarkDirectArgument(b *testing.B) {
	for i := 0; i < b.N; i++ {
		closureDirectSum += closureDirectArgument(closureDirectInput)
	}
}

func BenchmarkDirectCaptured(b *testing.B) {
	for i := 0; i < b.N; i++ {
		closureDirectSum += closureDirectCaptured(closureDirectInput)
	}
}

func BenchmarkDirectThroughVariable(b *testing.B) {
	for i := 0; i < b.N; i++ {
		closureDirectSum += closureDirectNamed(closureDirectInput)
	}
}

func BenchmarkDirectThroughReassigned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		closureDirectSum += closureDirectRebound(closureDirectInput)
	}
}
