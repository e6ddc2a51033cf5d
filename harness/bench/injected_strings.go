// Part of goalloc selftest: the work of one operation is repeated times1, times2, ... times; injected.c writes other numbers.
// title: Strings: joining, converting, building
package injected

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
)

const (
	times1 = 100
	times2 = 100
	times3 = 100
	times4 = 100
	times5 = 100
	times6 = 100
)

var (
	left, right = "the quick brown fox", " jumps over the lazy dog"
	raw         = []byte("a few bytes that become a string, all forty-eight")
	pieces      = []string{"one", "two", "three", "four"}
	stringSink  string
	usedSink    uint64
)

// use reads the string: see injected_objects.go.
//
//go:noinline
func use(s string, x uint64) uint64 {
	for i := 0; i < len(s); i++ {
		x = (x ^ uint64(s[i])) * 1099511628211
	}
	return x
}

//go:noinline
func join(a, b string) string { return a + b }

//go:noinline
func convert(p []byte) string { return string(p) }

//go:noinline
func format(n int) string { return strconv.Itoa(n) }

//go:noinline
func build(n int) string {
	var out bytes.Buffer
	for i := 0; i < n; i++ {
		out.WriteString("piece ")
	}
	return out.String()
}

func BenchmarkJoin(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times1; k++ {
			stringSink = join(left, right)
			usedSink = use(stringSink, usedSink)
		}
	}
}

func BenchmarkConvert(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times2; k++ {
			stringSink = convert(raw)
			usedSink = use(stringSink, usedSink)
		}
	}
}

func BenchmarkFormat(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times3; k++ {
			stringSink = format(123456)
			usedSink = use(stringSink, usedSink)
		}
	}
}

func BenchmarkBuild4(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times4; k++ {
			stringSink = build(4)
			usedSink = use(stringSink, usedSink)
		}
	}
}

func BenchmarkBuild16(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times5; k++ {
			stringSink = build(16)
			usedSink = use(stringSink, usedSink)
		}
	}
}

func BenchmarkJoinPieces(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times6; k++ {
			stringSink = strings.Join(pieces, ", ")
			usedSink = use(stringSink, usedSink)
		}
	}
}
