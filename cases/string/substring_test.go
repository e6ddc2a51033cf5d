// title: A part of a string kept
// question: Does a substring allocate, and does strings.Clone of it?
// why: A substring shares its memory with the whole: free now, but it keeps the whole alive.
// answer: A substring none, strings.Clone 1 alloc of the part's size class, in every release since go1.18.
// go: 1.18
// ref: https://pkg.go.dev/strings#Clone

package strcase

import (
	"strings"
	"testing"
)

var (
	substringWhole = "a long line of which one word is kept for a long time"
	substringAt    = 7
	substringHeld  string
)

//go:noinline
func substringSlice(s string, n int) string { return s[n : n+12] }

//go:noinline
func substringClone(s string, n int) string { return strings.Clone(s[n : n+12]) }

func BenchmarkSubstringShared(b *testing.B) {
	for i := 0; i < b.N; i++ {
		substringHeld = substringSlice(substringWhole, substringAt)
	}
}

func BenchmarkSubstringCloned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		substringHeld = substringClone(substringWhole, substringAt)
	}
}
