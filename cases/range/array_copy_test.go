// title: Ranging over an array
// question: Does ranging over a large array by value, by pointer or by slice allocate?
// why: range evaluates its operand once: over an array that is a copy of it.
// answer: None, not even for the copy of 32 KiB, since go1.3; in go1.2, whose stacks grew by segments from the
//   heap, the copy shows 1 alloc.
// go: 1.2
// ref: https://go.dev/ref/spec#For_range

package ranges

import "testing"

type arrayCopyTable [4096]int

var (
	arrayCopyBig arrayCopyTable
	arrayCopySum int
)

//go:noinline
func arrayCopyValue(t *arrayCopyTable) int {
	a := *t
	n := 0
	for i, v := range a {
		n += i + v
	}
	return n
}

//go:noinline
func arrayCopyPointer(t *arrayCopyTable) int {
	n := 0
	for i, v := range t {
		n += i + v
	}
	return n
}

//go:noinline
func arrayCopySlice(t *arrayCopyTable) int {
	n := 0
	for i, v := range t[:] {
		n += i + v
	}
	return n
}

func BenchmarkRangeArrayValue(b *testing.B) {
	for i := 0; i < b.N; i++ {
		arrayCopySum += arrayCopyValue(&arrayCopyBig)
	}
}

func BenchmarkRangeArrayPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		arrayCopySum += arrayCopyPointer(&arrayCopyBig)
	}
}

func BenchmarkRangeArraySlice(b *testing.B) {
	for i := 0; i < b.N; i++ {
		arrayCopySum += arrayCopySlice(&arrayCopyBig)
	}
}
