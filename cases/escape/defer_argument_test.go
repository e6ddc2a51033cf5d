// title: A pointer handed to a deferred call
// question: Does a local variable escape because its address is an argument of a deferred call, or is captured
//   by a deferred literal?
// why: Unlocking, closing and reporting are deferred with the address of something local.
// answer: Outside a loop none in every release, as argument or captured. Deferred in a loop the variable
//   escapes: 1 alloc up to go1.16, 3 for two rounds since go1.17, which adds a closure per deferred call.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921
// ref: https://go.dev/doc/go1.13#runtime

package escape

import "testing"

type deferArgumentSpan struct {
	n    int
	next *deferArgumentSpan
}

var (
	deferArgumentInput = 1001
	deferArgumentSum   int
)

//go:noinline
func deferArgumentFinish(s *deferArgumentSpan) { deferArgumentSum += s.n }

//go:noinline
func deferArgumentPlain(n int) {
	s := deferArgumentSpan{n: n}
	deferArgumentFinish(&s)
}

//go:noinline
func deferArgumentArgument(n int) {
	s := deferArgumentSpan{n: n}
	defer deferArgumentFinish(&s)
	s.n++
}

//go:noinline
func deferArgumentCaptured(n int) {
	s := deferArgumentSpan{n: n}
	defer func() { deferArgumentFinish(&s) }()
	s.n++
}

// deferArgumentLoop defers in a loop, where the number of calls is not known.
//
//go:noinline
func deferArgumentLoop(n int) {
	s := deferArgumentSpan{n: n}
	for k := 0; k < 2; k++ {
		defer deferArgumentFinish(&s)
	}
}

func BenchmarkDeferArgumentNot(b *testing.B) {
	for i := 0; i < b.N; i++ {
		deferArgumentPlain(deferArgumentInput)
	}
}

func BenchmarkDeferArgumentPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		deferArgumentArgument(deferArgumentInput)
	}
}

func BenchmarkDeferCapturedVariable(b *testing.B) {
	for i := 0; i < b.N; i++ {
		deferArgumentCaptured(deferArgumentInput)
	}
}

func BenchmarkDeferArgumentInLoop(b *testing.B) {
	for i := 0; i < b.N; i++ {
		deferArgumentLoop(deferArgumentInput)
	}
}
