// title: A pointer handed down a recursion
// question: Does an argument escape because the function, or a pair of functions, calls itself with it?
// why: Functions that call each other must be judged together: what is not known yet has to be assumed or
//   computed.
// answer: Recursion itself costs nothing, with one function or two, since go1.2; if the recursive function
//   returns its argument, the variable cost 1 alloc up to go1.12 and none since go1.13, whose rewritten
//   analysis follows it.
// go: 1.2
// ref: go/src/cmd/compile/internal/escape/solve.go

package escape

import "testing"

type recursionDepth struct {
	n    int
	next *recursionDepth
}

var (
	recursionInput = 5
	recursionSum   int
)

//go:noinline
func recursionDown(d *recursionDepth) int {
	if d.n == 0 {
		return 1
	}
	d.n--
	return recursionDown(d) + 1
}

//go:noinline
func recursionEven(d *recursionDepth) int {
	if d.n == 0 {
		return 1
	}
	d.n--
	return recursionOdd(d)
}

//go:noinline
func recursionOdd(d *recursionDepth) int {
	if d.n == 0 {
		return 0
	}
	d.n--
	return recursionEven(d)
}

// recursionSame returns its argument from a recursive call.
//
//go:noinline
func recursionSame(d *recursionDepth) *recursionDepth {
	if d.n == 0 {
		return d
	}
	d.n--
	return recursionSame(d)
}

//go:noinline
func recursionStartDown(n int) int {
	d := recursionDepth{n: n}
	return recursionDown(&d)
}

//go:noinline
func recursionStartEven(n int) int {
	d := recursionDepth{n: n}
	return recursionEven(&d)
}

//go:noinline
func recursionStartSame(n int) int {
	d := recursionDepth{n: n}
	return recursionSame(&d).n
}

func BenchmarkRecursionOfOne(b *testing.B) {
	for i := 0; i < b.N; i++ {
		recursionSum += recursionStartDown(recursionInput)
	}
}

func BenchmarkRecursionOfTwo(b *testing.B) {
	for i := 0; i < b.N; i++ {
		recursionSum += recursionStartEven(recursionInput)
	}
}

func BenchmarkRecursionReturning(b *testing.B) {
	for i := 0; i < b.N; i++ {
		recursionSum += recursionStartSame(recursionInput)
	}
}
