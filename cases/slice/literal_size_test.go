// title: Slice literals, constant and not
// question: Does a slice literal allocate when it stays local, has only constants, or is returned?
// why: []int{...} in a loop looks like an allocation each time round.
// answer: Only when returned: 1 alloc (32 B), constants or not; local ones none, in every release.
// go: 1.2
// ref: https://go.dev/ref/spec#Composite_literals

package slice

import "testing"

var (
	literalSizeInput = 1
	literalSizeSum   int
	literalSizeNever bool
)

//go:noinline
func literalSizeConstants(i int) int {
	for literalSizeNever {
	}
	return []int{11, 12, 13, 14}[i]
}

//go:noinline
func literalSizeVariables(i int) int {
	for literalSizeNever {
	}
	s := []int{i, i + 1, i + 2, i + 3}
	return s[i]
}

//go:noinline
func literalSizeReturned(i int) []int {
	for literalSizeNever {
	}
	return []int{11, 12, 13, 14}
}

//go:noinline
func literalSizeLoop(i int) int {
	n := 0
	for _, k := range []int{2, 3, 5, 7} {
		n += k * i
	}
	return n
}

func BenchmarkLiteralOfConstants(b *testing.B) {
	for i := 0; i < b.N; i++ {
		literalSizeSum += literalSizeConstants(literalSizeInput)
	}
}

func BenchmarkLiteralOfVariables(b *testing.B) {
	for i := 0; i < b.N; i++ {
		literalSizeSum += literalSizeVariables(literalSizeInput)
	}
}

func BenchmarkLiteralReturned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		literalSizeSum += literalSizeReturned(literalSizeInput)[2]
	}
}

func BenchmarkLiteralRanged(b *testing.B) {
	for i := 0; i < b.N; i++ {
		literalSizeSum += literalSizeLoop(literalSizeInput)
	}
}
