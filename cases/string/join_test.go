// title: Joining strings
// question: What does strings.Join allocate against + in a loop and fmt.Sprint?
// why: The size of the result is known before the first byte is copied.
// answer: Join of five: 2 allocs up to go1.11, 1 since go1.12; of one: none in every release. + in a loop: 4,
//   one a step, since go1.3 (8 in go1.2). Sprint of the slice: 7 in every release.
// go: 1.2
// ref: https://pkg.go.dev/strings#Join

package strcase

import (
	"fmt"
	"strings"
	"testing"
)

var (
	joinWords = []string{"alpha", "bravo", "charlie", "delta", "echo"}
	joinOne   = []string{"alpha"}
	joinHeld  string
)

//go:noinline
func joinStrings(w []string) string { return strings.Join(w, ", ") }

//go:noinline
func joinPlus(w []string) string {
	s := w[0]
	for _, x := range w[1:] {
		s += ", " + x
	}
	return s
}

//go:noinline
func joinPrint(w []string) string { return fmt.Sprint(w) }

func BenchmarkJoinFive(b *testing.B) {
	for i := 0; i < b.N; i++ {
		joinHeld = joinStrings(joinWords)
	}
}

func BenchmarkJoinOne(b *testing.B) {
	for i := 0; i < b.N; i++ {
		joinHeld = joinStrings(joinOne)
	}
}

func BenchmarkJoinByPlus(b *testing.B) {
	for i := 0; i < b.N; i++ {
		joinHeld = joinPlus(joinWords)
	}
}

func BenchmarkJoinBySprint(b *testing.B) {
	for i := 0; i < b.N; i++ {
		joinHeld = joinPrint(joinWords)
	}
}
