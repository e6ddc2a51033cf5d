// title: Parsing that fails
// question: What does a failed Atoi, ParseInt or ParseFloat allocate for its error?
// why: Guessing a type by trying to parse it fails most of the time.
// answer: A failed Atoi: 1 alloc up to go1.19, 5 in go1.20-1.21, 3 from go1.22 to go1.25, 2 since go1.26;
//   ParseFloat 1 up to go1.19, 3 in go1.20-1.21, 2 since; ParseBool none in go1.7-1.19, 2 in go1.20-1.21, 1 up
//   to go1.25 and 2 since go1.26. Success costs none.
// go: 1.2
// ref: go/src/strconv/atoi.go

package strconvs

import (
	"strconv"
	"testing"
)

var (
	parseErrorGood = "123456"
	parseErrorBad  = "some text that is no number at all"
	parseErrorSum  int
)

//go:noinline
func parseErrorAtoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

//go:noinline
func parseErrorFloat(s string) int {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return -1
	}
	return int(f)
}

//go:noinline
func parseErrorBool(s string) int {
	if _, err := strconv.ParseBool(s); err != nil {
		return -1
	}
	return 1
}

func BenchmarkAtoiGood(b *testing.B) {
	for i := 0; i < b.N; i++ {
		parseErrorSum += parseErrorAtoi(parseErrorGood)
	}
}

func BenchmarkAtoiBad(b *testing.B) {
	for i := 0; i < b.N; i++ {
		parseErrorSum += parseErrorAtoi(parseErrorBad)
	}
}

func BenchmarkParseFloatBad(b *testing.B) {
	for i := 0; i < b.N; i++ {
		parseErrorSum += parseErrorFloat(parseErrorBad)
	}
}

func BenchmarkParseBoolBad(b *testing.B) {
	for i := 0; i < b.N; i++ {
		parseErrorSum += parseErrorBool(parseErrorBad)
	}
}
