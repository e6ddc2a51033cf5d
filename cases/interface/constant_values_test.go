// title: Constants and zero values in an interface
// question: Does putting a constant, a zero value or an empty struct into a kept interface allocate?
// why: The compiler can lay out a constant's interface value in read-only data; the runtime has one place for
//   all zeros.
// answer: A constant and a zero int or string cost 1 alloc up to go1.8 (ints fit the interface word up to
//   go1.3) and none since go1.9; a zero struct of two ints 1 (16 B) in every release; struct{} never allocates.
// go: 1.2
// ref: https://go.dev/doc/go1.9
// ref: go/src/runtime/iface.go

package interfaces

import "testing"

type constantValuesPair struct{ a, b int }

var (
	constantValuesHeld   interface{}
	constantValuesNumber int
	constantValuesText   string
	constantValuesBoth   constantValuesPair
	constantValuesNever  bool
)

//go:noinline
func constantValuesKeepConstInt() {
	for constantValuesNever {
	}
	constantValuesHeld = 1234567
}

//go:noinline
func constantValuesKeepConstText() {
	for constantValuesNever {
	}
	constantValuesHeld = "constant"
}

//go:noinline
func constantValuesKeepZeroInt(n int) {
	for constantValuesNever {
	}
	constantValuesHeld = n
}

//go:noinline
func constantValuesKeepZeroText(s string) {
	for constantValuesNever {
	}
	constantValuesHeld = s
}

//go:noinline
func constantValuesKeepZeroStruct(p constantValuesPair) {
	for constantValuesNever {
	}
	constantValuesHeld = p
}

//go:noinline
func constantValuesKeepEmpty() {
	for constantValuesNever {
	}
	constantValuesHeld = struct{}{}
}

func BenchmarkKeepConstantInt(b *testing.B) {
	for i := 0; i < b.N; i++ {
		constantValuesKeepConstInt()
	}
}

func BenchmarkKeepConstantText(b *testing.B) {
	for i := 0; i < b.N; i++ {
		constantValuesKeepConstText()
	}
}

func BenchmarkKeepZeroInt(b *testing.B) {
	for i := 0; i < b.N; i++ {
		constantValuesKeepZeroInt(constantValuesNumber)
	}
}

func BenchmarkKeepZeroText(b *testing.B) {
	for i := 0; i < b.N; i++ {
		constantValuesKeepZeroText(constantValuesText)
	}
}

func BenchmarkKeepZeroStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		constantValuesKeepZeroStruct(constantValuesBoth)
	}
}

func BenchmarkKeepEmptyStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		constantValuesKeepEmpty()
	}
}
