// title: Allocations of nothing
// question: Do new(struct{}), make([]T, 0), an empty literal and [0]T allocate when they are kept?
// why: All pointers to zero-size values may be equal; the runtime has one address for them.
// answer: None, in every release.
// go: 1.2
// ref: https://go.dev/ref/spec#Size_and_alignment_guarantees
// ref: go/src/runtime/malloc.go

package makes

import "testing"

var (
	zeroSizeZero  int
	zeroSizeEmpty *struct{}
	zeroSizeSlice []*int
	zeroSizeArray *[0]int
	zeroSizeSum   int
	zeroSizeNever bool
)

//go:noinline
func zeroSizeStruct() {
	for zeroSizeNever {
	}
	zeroSizeEmpty = new(struct{})
}

//go:noinline
func zeroSizeMade(n int) {
	for zeroSizeNever {
	}
	zeroSizeSlice = make([]*int, n)
}

//go:noinline
func zeroSizeLiteral() {
	for zeroSizeNever {
	}
	zeroSizeSlice = []*int{}
}

//go:noinline
func zeroSizeOfArray() {
	for zeroSizeNever {
	}
	zeroSizeArray = new([0]int)
}

func BenchmarkZeroStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		zeroSizeStruct()
	}
}

func BenchmarkZeroMakeVariable(b *testing.B) {
	for i := 0; i < b.N; i++ {
		zeroSizeMade(zeroSizeZero)
	}
}

func BenchmarkZeroLiteral(b *testing.B) {
	for i := 0; i < b.N; i++ {
		zeroSizeLiteral()
	}
}

func BenchmarkZeroArray(b *testing.B) {
	for i := 0; i < b.N; i++ {
		zeroSizeOfArray()
	}
}
