// title: A builder whose methods return the receiver
// question: Does a local builder stay on the stack when its methods are chained, x.a().b().c()?
// why: Query builders and loggers return their receiver from every method.
// answer: Yes: none in every release, for a variable, for new, and for copies; that a method returns its
//   receiver is followed since go1.2.
// go: 1.2
// ref: go/src/cmd/compile/internal/escape/leaks.go

package escape

import "testing"

type methodChainQuery struct {
	limit, offset int
	next          *methodChainQuery
}

//go:noinline
func (q *methodChainQuery) setLimit(n int) *methodChainQuery {
	for methodChainNever {
	}
	q.limit = n
	return q
}

//go:noinline
func (q *methodChainQuery) setOffset(n int) *methodChainQuery {
	for methodChainNever {
	}
	q.offset = n
	return q
}

// methodChainWithLimit returns a changed copy, as immutable builders do.
//
//go:noinline
func (q methodChainQuery) withLimit(n int) methodChainQuery {
	for methodChainNever {
	}
	q.limit = n
	return q
}

var (
	methodChainInput = 1001
	methodChainSum   int
	methodChainNever bool
)

//go:noinline
func methodChainChain(n int) int {
	q := methodChainQuery{}
	return q.setLimit(n).setOffset(n).setLimit(n).limit
}

//go:noinline
func methodChainChainNew(n int) int { return new(methodChainQuery).setLimit(n).setOffset(n).limit }

//go:noinline
func methodChainValues(n int) int { return methodChainQuery{}.withLimit(n).withLimit(n + 1).limit }

func BenchmarkChainOnVariable(b *testing.B) {
	for i := 0; i < b.N; i++ {
		methodChainSum += methodChainChain(methodChainInput)
	}
}

func BenchmarkChainOnNew(b *testing.B) {
	for i := 0; i < b.N; i++ {
		methodChainSum += methodChainChainNew(methodChainInput)
	}
}

func BenchmarkChainOfCopies(b *testing.B) {
	for i := 0; i < b.N; i++ {
		methodChainSum += methodChainValues(methodChainInput)
	}
}
