// title: The slice of a variadic call, kept or spread
// question: When does the slice that a variadic call makes for its arguments go to the heap?
// why: f(a, b, c) makes a slice, f(s...) passes one on, f() passes nil.
// answer: Only if the callee keeps it: 1 alloc for three ints (32 B, 24 B since go1.16), none if it only reads,
//   in every release; s... and an empty call never allocate.
// go: 1.2
// ref: https://go.dev/ref/spec#Passing_arguments_to_..._parameters

package variadic

import "testing"

var (
	sliceKeptA    = 1001
	sliceKeptB    = 1002
	sliceKeptAll  = []int{1001, 1002, 1003}
	sliceKeptHeld []int
	sliceKeptSum  int
)

//go:noinline
func sliceKeptRead(v ...int) int {
	sum := 0
	for _, x := range v {
		sum += x
	}
	return sum
}

//go:noinline
func sliceKeptKeep(v ...int) {
	sliceKeptHeld = v
	for _, x := range v {
		sliceKeptSum += x
	}
}

//go:noinline
func sliceKeptCallRead(a, b int) int { return sliceKeptRead(a, b, a) }

//go:noinline
func sliceKeptCallKeep(a, b int) { sliceKeptKeep(a, b, a) }

//go:noinline
func sliceKeptCallSpread(s []int) { sliceKeptKeep(s...) }

//go:noinline
func sliceKeptCallEmpty() { sliceKeptKeep() }

func BenchmarkVariadicSliceRead(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sliceKeptSum += sliceKeptCallRead(sliceKeptA, sliceKeptB)
	}
}

func BenchmarkVariadicSliceKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sliceKeptCallKeep(sliceKeptA, sliceKeptB)
	}
}

func BenchmarkVariadicSliceSpread(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sliceKeptCallSpread(sliceKeptAll)
	}
}

func BenchmarkVariadicSliceEmpty(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sliceKeptCallEmpty()
	}
}
