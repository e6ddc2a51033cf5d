// title: Two to six operands of +
// question: Does the number of operands of one + expression change what it allocates?
// why: Up to five strings have a runtime function of their own; more are handed over in a slice.
// answer: No: 1 alloc of the result's size class for two, three, five or six, in every release (19 bytes take
//   32 B up to go1.15, 24 B since go1.16).
// go: 1.2
// ref: go/src/runtime/string.go

package strcase

import "testing"

var (
	concatOperandsA, concatOperandsB, concatOperandsC = "alpha-", "bravo-", "charlie-"
	concatOperandsD, concatOperandsE, concatOperandsF = "delta-", "echo-", "foxtrot-"
	concatOperandsHeld                                string
	concatOperandsNever                               bool
)

//go:noinline
func concatOperandsTwo() string {
	for concatOperandsNever {
	}
	return concatOperandsA + concatOperandsB
}

//go:noinline
func concatOperandsThree() string {
	for concatOperandsNever {
	}
	return concatOperandsA + concatOperandsB + concatOperandsC
}

//go:noinline
func concatOperandsFive() string {
	for concatOperandsNever {
	}
	return concatOperandsA + concatOperandsB + concatOperandsC + concatOperandsD + concatOperandsE
}

//go:noinline
func concatOperandsSix() string {
	for concatOperandsNever {
	}
	return concatOperandsA + concatOperandsB + concatOperandsC + concatOperandsD + concatOperandsE + concatOperandsF
}

func BenchmarkOperandsTwo(b *testing.B) {
	for i := 0; i < b.N; i++ {
		concatOperandsHeld = concatOperandsTwo()
	}
}

func BenchmarkOperandsThree(b *testing.B) {
	for i := 0; i < b.N; i++ {
		concatOperandsHeld = concatOperandsThree()
	}
}

func BenchmarkOperandsFive(b *testing.B) {
	for i := 0; i < b.N; i++ {
		concatOperandsHeld = concatOperandsFive()
	}
}

func BenchmarkOperandsSix(b *testing.B) {
	for i := 0; i < b.N; i++ {
		concatOperandsHeld = concatOperandsSix()
	}
}
