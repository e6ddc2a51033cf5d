// title: A panic that never happens
// question: Does a value that a function would only panic with cost an allocation although it never panics?
// why: Bounds and state checks that panic with a formatted or structured value stand on hot paths.
// answer: Boxing at the panic costs none until it happens, in every release; a variable prepared first, whose
//   address is the panic's argument, costs 1 alloc on every call, in every release.
// go: 1.2
// ref: go/src/cmd/compile/internal/escape/call.go

package escape

import "testing"

type panicArgumentProblem struct {
	index, limit int
}

var (
	panicArgumentTable = []int{11, 12, 13, 14}
	panicArgumentIndex = 2
	panicArgumentSum   int
	panicArgumentNever bool
)

// panicArgumentBoxed converts at the panic.
//
//go:noinline
func panicArgumentBoxed(s []int, i int) int {
	for panicArgumentNever {
	}
	if i >= len(s) {
		panic(panicArgumentProblem{i, len(s)})
	}
	return s[i]
}

// panicArgumentAddress prepares the problem first, as a function that also returns it would.
//
//go:noinline
func panicArgumentAddress(s []int, i int) int {
	for panicArgumentNever {
	}
	p := panicArgumentProblem{i, len(s)}
	if i >= len(s) {
		panic(&p)
	}
	return s[p.index]
}

func BenchmarkPanicBoxedLate(b *testing.B) {
	for i := 0; i < b.N; i++ {
		panicArgumentSum += panicArgumentBoxed(panicArgumentTable, panicArgumentIndex)
	}
}

func BenchmarkPanicAddressEarly(b *testing.B) {
	for i := 0; i < b.N; i++ {
		panicArgumentSum += panicArgumentAddress(panicArgumentTable, panicArgumentIndex)
	}
}
