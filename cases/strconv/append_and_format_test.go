// title: Floats, bools and quoting
// question: Which of FormatFloat, AppendFloat, FormatBool, Quote and AppendQuote allocate?
// why: The Append forms write to a buffer of the caller.
// answer: FormatFloat: 2 allocs up to go1.24, 1 since go1.25. Quote: 2 up to go1.24, 1 since go1.25.
//   AppendQuote: 2 up to go1.6, none since go1.7. AppendFloat and FormatBool: none in every release.
// go: 1.2
// ref: https://pkg.go.dev/strconv

package strconvs

import (
	"strconv"
	"testing"
)

var (
	appendAndFormatFloat = 3.14159
	appendAndFormatFlag  = true
	appendAndFormatText  = "some \"quoted\" text"
	appendAndFormatRoom  = make([]byte, 0, 64)
	appendAndFormatHeld  string
	appendAndFormatSum   int
)

//go:noinline
func appendAndFormatFormatFloat(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

//go:noinline
func appendAndFormatAppendFloat(b []byte, f float64) int {
	return len(strconv.AppendFloat(b, f, 'g', -1, 64))
}

//go:noinline
func appendAndFormatFormatBool(v bool) string { return strconv.FormatBool(v) }

//go:noinline
func appendAndFormatQuote(s string) string { return strconv.Quote(s) }

//go:noinline
func appendAndFormatAppendQuote(b []byte, s string) int { return len(strconv.AppendQuote(b, s)) }

func BenchmarkFormatFloat(b *testing.B) {
	for i := 0; i < b.N; i++ {
		appendAndFormatHeld = appendAndFormatFormatFloat(appendAndFormatFloat)
	}
}

func BenchmarkAppendFloat(b *testing.B) {
	for i := 0; i < b.N; i++ {
		appendAndFormatSum += appendAndFormatAppendFloat(appendAndFormatRoom, appendAndFormatFloat)
	}
}

func BenchmarkFormatBool(b *testing.B) {
	for i := 0; i < b.N; i++ {
		appendAndFormatHeld = appendAndFormatFormatBool(appendAndFormatFlag)
	}
}

func BenchmarkQuote(b *testing.B) {
	for i := 0; i < b.N; i++ {
		appendAndFormatHeld = appendAndFormatQuote(appendAndFormatText)
	}
}

func BenchmarkAppendQuote(b *testing.B) {
	for i := 0; i < b.N; i++ {
		appendAndFormatSum += appendAndFormatAppendQuote(appendAndFormatRoom, appendAndFormatText)
	}
}
