// title: Sprint, Sprintln, Sprintf and Appendf
// question: What do the ways to print one string or a constant text allocate?
// why: fmt.Sprintf("text") and fmt.Sprint(s) are common and need not be fmt at all.
// answer: A constant 1 alloc, the text; with a verb or Sprint of a string 2, as the operand is boxed (16 B), in
//   every release; + takes 1.
// go: 1.2
// ref: https://pkg.go.dev/fmt

package fmt

import (
	"fmt"
	"testing"
)

var (
	sprintFamilyText = "some text to be printed"
	sprintFamilyHeld string
)

//go:noinline
func sprintFamilyConstant() string { return fmt.Sprintf("some text to be printed") }

//go:noinline
func sprintFamilyVerb(s string) string { return fmt.Sprintf("%s", s) }

//go:noinline
func sprintFamilySprint(s string) string { return fmt.Sprint(s) }

//go:noinline
func sprintFamilyPlus(s string) string { return "text: " + s }

func BenchmarkSprintfConstant(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sprintFamilyHeld = sprintFamilyConstant()
	}
}

func BenchmarkSprintfVerb(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sprintFamilyHeld = sprintFamilyVerb(sprintFamilyText)
	}
}

func BenchmarkSprintString(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sprintFamilyHeld = sprintFamilySprint(sprintFamilyText)
	}
}

func BenchmarkPlusInstead(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sprintFamilyHeld = sprintFamilyPlus(sprintFamilyText)
	}
}
