// title: Splitting without a slice
// question: Do strings.Cut and the iterator SplitSeq allocate where Split does?
// why: A loop over the parts needs no list of them.
// answer: Split costs 1 alloc (80 B), Cut none; SplitSeq 3 (40 B) in go1.24 and none since go1.25.
// go: 1.24
// ref: https://go.dev/doc/go1.24#stringspkgstrings
// ref: https://pkg.go.dev/strings#Cut

package strcase

import (
	"strings"
	"testing"
)

var (
	cutAndFieldsSeqLine = "alpha,bravo,charlie,delta,echo"
	cutAndFieldsSeqSum  int
)

//go:noinline
func cutAndFieldsSeqSplit(s string) int {
	n := 0
	for _, f := range strings.Split(s, ",") {
		n += len(f)
	}
	return n
}

//go:noinline
func cutAndFieldsSeqSeq(s string) int {
	n := 0
	for f := range strings.SplitSeq(s, ",") {
		n += len(f)
	}
	return n
}

//go:noinline
func cutAndFieldsSeqCut(s string) int {
	n := 0
	for found := true; found; {
		var f string
		f, s, found = strings.Cut(s, ",")
		n += len(f)
	}
	return n
}

func BenchmarkPartsBySplit(b *testing.B) {
	for i := 0; i < b.N; i++ {
		cutAndFieldsSeqSum += cutAndFieldsSeqSplit(cutAndFieldsSeqLine)
	}
}

func BenchmarkPartsBySplitSeq(b *testing.B) {
	for i := 0; i < b.N; i++ {
		cutAndFieldsSeqSum += cutAndFieldsSeqSeq(cutAndFieldsSeqLine)
	}
}

func BenchmarkPartsByCut(b *testing.B) {
	for i := 0; i < b.N; i++ {
		cutAndFieldsSeqSum += cutAndFieldsSeqCut(cutAndFieldsSeqLine)
	}
}
