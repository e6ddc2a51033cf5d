// title: A size that is a variable only by name
// question: Does a local variable, a package variable or a parameter that happens to be constant make a size
//   unknown?
// why: n := 64 reads better than a constant; the compiler may or may not see through it.
// answer: A local variable or the argument of an inlined function made the size unknown, 1 alloc, up to go1.24,
//   and does not since go1.25; a package variable costs 1 in every release.
// go: 1.2
// ref: https://go.dev/doc/go1.25

package makes

import "testing"

const constantVariableConst = 64

var (
	constantVariablePackage = 64
	constantVariableSum     int
)

//go:noinline
func constantVariableUse(s []byte) int {
	n := 0
	for i := range s {
		s[i]++
		n += int(s[i])
	}
	return n
}

//go:noinline
func constantVariableOfConst() int { return constantVariableUse(make([]byte, constantVariableConst)) }

//go:noinline
func constantVariableOfLocal() int {
	n := 64
	return constantVariableUse(make([]byte, n))
}

//go:noinline
func constantVariableOfPackage() int {
	return constantVariableUse(make([]byte, constantVariablePackage))
}

func constantVariableFill(n int) int { return constantVariableUse(make([]byte, n)) }

//go:noinline
func constantVariableOfArgument() int { return constantVariableFill(64) }

func BenchmarkSizeConstant(b *testing.B) {
	for i := 0; i < b.N; i++ {
		constantVariableSum += constantVariableOfConst()
	}
}

func BenchmarkSizeLocalVariable(b *testing.B) {
	for i := 0; i < b.N; i++ {
		constantVariableSum += constantVariableOfLocal()
	}
}

func BenchmarkSizeInlinedArgument(b *testing.B) {
	for i := 0; i < b.N; i++ {
		constantVariableSum += constantVariableOfArgument()
	}
}

func BenchmarkSizePackageVariable(b *testing.B) {
	for i := 0; i < b.N; i++ {
		constantVariableSum += constantVariableOfPackage()
	}
}
