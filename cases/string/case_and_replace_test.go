// title: Functions that may have nothing to do
// question: Do ToLower, Replace, TrimSpace and Repeat allocate when the result equals the argument?
// why: Normalising input is done to every request, and most input is normal already.
// answer: ToLower, Replace and TrimSpace with nothing to do cost none in every release; ToLower that changes
//   text 2 allocs up to go1.11, 1 since go1.12; Repeat(s, 1) 2 up to go1.11, 1 up to go1.19 and none since
//   go1.20.
// go: 1.2
// ref: https://pkg.go.dev/strings

package strcase

import (
	"strings"
	"testing"
)

var (
	caseAndReplaceLower = "already in lower case and long enough"
	caseAndReplaceUpper = "Not in Lower Case And Long Enough Too"
	caseAndReplaceHeld  string
)

//go:noinline
func caseAndReplaceToLower(s string) string { return strings.ToLower(s) }

//go:noinline
func caseAndReplaceReplace(s string) string { return strings.Replace(s, "_", "-", -1) }

//go:noinline
func caseAndReplaceTrim(s string) string { return strings.TrimSpace(s) }

//go:noinline
func caseAndReplaceRepeat(s string) string { return strings.Repeat(s, 1) }

func BenchmarkToLowerNothing(b *testing.B) {
	for i := 0; i < b.N; i++ {
		caseAndReplaceHeld = caseAndReplaceToLower(caseAndReplaceLower)
	}
}

func BenchmarkToLowerSomething(b *testing.B) {
	for i := 0; i < b.N; i++ {
		caseAndReplaceHeld = caseAndReplaceToLower(caseAndReplaceUpper)
	}
}

func BenchmarkReplaceNothing(b *testing.B) {
	for i := 0; i < b.N; i++ {
		caseAndReplaceHeld = caseAndReplaceReplace(caseAndReplaceLower)
	}
}

func BenchmarkTrimNothing(b *testing.B) {
	for i := 0; i < b.N; i++ {
		caseAndReplaceHeld = caseAndReplaceTrim(caseAndReplaceLower)
	}
}

func BenchmarkRepeatOnce(b *testing.B) {
	for i := 0; i < b.N; i++ {
		caseAndReplaceHeld = caseAndReplaceRepeat(caseAndReplaceLower)
	}
}
