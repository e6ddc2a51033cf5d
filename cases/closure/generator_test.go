// title: A generator: function returning function
// question: What does a generator cost that the caller uses up at once: inlined, and not?
// why: Iterators before range over func were functions returning next functions.
// answer: 2 allocs (closure and counter, 24 B) when it is not inlined, in every release; inlined the same up to
//   go1.16 and none since go1.17, which inlines functions that contain closures.
// go: 1.2
// ref: https://go.dev/doc/go1.17#compiler

package closure

import "testing"

var (
	generatorFrom  = 1001
	generatorSum   int
	generatorNever bool
)

func generatorCount(from int) func() int {
	n := from
	return func() int {
		n++
		return n
	}
}

//go:noinline
func generatorCountApart(from int) func() int {
	for generatorNever {
	}
	n := from
	return func() int {
		n++
		return n
	}
}

//go:noinline
func generatorInlined(from int) int {
	next := generatorCount(from)
	return next() + next()
}

//go:noinline
func generatorApart(from int) int {
	next := generatorCountApart(from)
	return next() + next()
}

func BenchmarkGeneratorInlined(b *testing.B) {
	for i := 0; i < b.N; i++ {
		generatorSum += generatorInlined(generatorFrom)
	}
}

func BenchmarkGeneratorApart(b *testing.B) {
	for i := 0; i < b.N; i++ {
		generatorSum += generatorApart(generatorFrom)
	}
}
