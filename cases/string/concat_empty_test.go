// title: Concatenating with an empty string
// question: Does s + "" + t copy when only one operand has any text?
// why: Optional prefixes and suffixes are mostly empty; then the result is one of the operands.
// answer: Two strings of which one is empty: none in every release. With string(b) as an operand 1, the copy
//   itself; in the middle of text 2 up to go1.4 and 1 since go1.5.
// go: 1.2
// ref: go/src/runtime/string.go

package strcase

import "testing"

var (
	concatEmptyPrefix = ""
	concatEmptyText   = "a text that is longer than a buffer"
	concatEmptyHeld   string
	concatEmptySum    int
	concatEmptyNever  bool
)

//go:noinline
func concatEmptyReturned(p, s string) string {
	for concatEmptyNever {
	}
	return p + s
}

//go:noinline
func concatEmptyFromBytes(p string, b []byte) string {
	for concatEmptyNever {
	}
	return p + string(b)
}

//go:noinline
func concatEmptyFromBytesLong(p string, b []byte) string {
	for concatEmptyNever {
	}
	return "name: " + string(b) + p
}

var concatEmptyBytes = []byte("a text that is longer than a buffer")

func BenchmarkConcatEmptyAndString(b *testing.B) {
	for i := 0; i < b.N; i++ {
		concatEmptyHeld = concatEmptyReturned(concatEmptyPrefix, concatEmptyText)
	}
}

func BenchmarkConcatEmptyAndBytes(b *testing.B) {
	for i := 0; i < b.N; i++ {
		concatEmptyHeld = concatEmptyFromBytes(concatEmptyPrefix, concatEmptyBytes)
	}
}

func BenchmarkConcatBytesInMiddle(b *testing.B) {
	for i := 0; i < b.N; i++ {
		concatEmptyHeld = concatEmptyFromBytesLong(concatEmptyPrefix, concatEmptyBytes)
	}
}
