// title: make with a variable length and a constant capacity
// question: Is it the length or the capacity of make that has to be constant for the stack?
// why: make([]T, n, 64) or make([]T, 0, n): one of the two sizes decides.
// answer: The capacity: with a constant one a variable length cost 1 alloc up to go1.14 and none since go1.15;
//   a variable capacity costs 1 in every release. Slicing a constant make costs none in every release.
// go: 1.2
// ref: go/src/cmd/compile/internal/escape/utils.go

package makes

import "testing"

var (
	lengthAndCapacityN   = 16
	lengthAndCapacitySum int
)

//go:noinline
func lengthAndCapacityUse(s []byte) int {
	n := 0
	for i := range s {
		s[i]++
		n += int(s[i])
	}
	return n + cap(s)
}

//go:noinline
func lengthAndCapacityBoth() int { return lengthAndCapacityUse(make([]byte, 16, 64)) }

//go:noinline
func lengthAndCapacityLength(n int) int { return lengthAndCapacityUse(make([]byte, n, 64)) }

//go:noinline
func lengthAndCapacityCapacity(n int) int { return lengthAndCapacityUse(make([]byte, 16, n+48)) }

//go:noinline
func lengthAndCapacitySliced(n int) int { return lengthAndCapacityUse(make([]byte, 64)[:n]) }

func BenchmarkBothConstant(b *testing.B) {
	for i := 0; i < b.N; i++ {
		lengthAndCapacitySum += lengthAndCapacityBoth()
	}
}

func BenchmarkLengthVariable(b *testing.B) {
	for i := 0; i < b.N; i++ {
		lengthAndCapacitySum += lengthAndCapacityLength(lengthAndCapacityN)
	}
}

func BenchmarkCapacityVariable(b *testing.B) {
	for i := 0; i < b.N; i++ {
		lengthAndCapacitySum += lengthAndCapacityCapacity(lengthAndCapacityN)
	}
}

func BenchmarkConstantSliced(b *testing.B) {
	for i := 0; i < b.N; i++ {
		lengthAndCapacitySum += lengthAndCapacitySliced(lengthAndCapacityN)
	}
}
