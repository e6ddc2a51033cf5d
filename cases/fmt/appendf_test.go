// title: fmt.Appendf
// question: Does fmt.Appendf into a reused buffer avoid all allocations, for an int, a small int and a string?
// why: It saves the result; the operands are still interface values.
// answer: No: an int 1 alloc (8 B) and a string 1 (16 B) for the operand; an int below 256 none, in every
//   release since go1.19.
// go: 1.19
// ref: https://go.dev/doc/go1.19#fmt

package fmt

import (
	"fmt"
	"testing"
)

var (
	appendfRoom  = make([]byte, 0, 64)
	appendfLarge = 123456
	appendfSmall = 42
	appendfText  = "some text"
	appendfSum   int
)

//go:noinline
func appendfInt(b []byte, n int) int { return len(fmt.Appendf(b, "%d", n)) }

//go:noinline
func appendfString(b []byte, s string) int { return len(fmt.Appendf(b, "%s", s)) }

func BenchmarkAppendfLarge(b *testing.B) {
	for i := 0; i < b.N; i++ {
		appendfSum += appendfInt(appendfRoom, appendfLarge)
	}
}

func BenchmarkAppendfSmall(b *testing.B) {
	for i := 0; i < b.N; i++ {
		appendfSum += appendfInt(appendfRoom, appendfSmall)
	}
}

func BenchmarkAppendfString(b *testing.B) {
	for i := 0; i < b.N; i++ {
		appendfSum += appendfString(appendfRoom, appendfText)
	}
}
