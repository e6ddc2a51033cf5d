// title: A result written through a parameter
// question: Does a pointer handed in escape when the callee writes it to another parameter instead of returning
//   it?
// why: C programmers return pointers through parameters; in Go the two spellings of one flow have different
//   prices.
// answer: Still open: a result written through **T costs 1 alloc in every release to go1.27, while returning
//   it, as the only or as the second result, costs none since go1.2.
// go: 1.2
// ref: go/src/cmd/compile/internal/escape/leaks.go

package escape

import "testing"

type outputParameterThing struct {
	n    int
	next *outputParameterThing
}

var (
	outputParameterInput = 1001
	outputParameterSum   int
	outputParameterNever bool
)

//go:noinline
func outputParameterReturn(a *outputParameterThing) *outputParameterThing {
	for outputParameterNever {
	}
	return a
}

//go:noinline
func outputParameterWrite(out **outputParameterThing, a *outputParameterThing) {
	for outputParameterNever {
	}
	*out = a
}

//go:noinline
func outputParameterSecond(n int, a *outputParameterThing) (int, *outputParameterThing) {
	for outputParameterNever {
	}
	return n, a
}

//go:noinline
func outputParameterByReturn(n int) int {
	t := outputParameterThing{n: n}
	p := outputParameterReturn(&t)
	return p.n
}

//go:noinline
func outputParameterByWrite(n int) int {
	t := outputParameterThing{n: n}
	var p *outputParameterThing
	outputParameterWrite(&p, &t)
	return p.n
}

//go:noinline
func outputParameterBySecond(n int) int {
	t := outputParameterThing{n: n}
	_, p := outputParameterSecond(n, &t)
	return p.n
}

func BenchmarkOutputReturned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		outputParameterSum += outputParameterByReturn(outputParameterInput)
	}
}

func BenchmarkOutputWritten(b *testing.B) {
	for i := 0; i < b.N; i++ {
		outputParameterSum += outputParameterByWrite(outputParameterInput)
	}
}

func BenchmarkOutputSecondResult(b *testing.B) {
	for i := 0; i < b.N; i++ {
		outputParameterSum += outputParameterBySecond(outputParameterInput)
	}
}
