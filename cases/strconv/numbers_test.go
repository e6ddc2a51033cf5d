// title: Numbers to text and back
// question: Which strconv calls allocate: Itoa of a small and a large number, AppendInt, Atoi of bytes?
// why: Formatting and parsing integers is the inner loop of many encoders and decoders.
// answer: Itoa below 100: 1 alloc up to go1.8, none since go1.9; a large number 1 in every release. AppendInt
//   into an array: none. Atoi(string(b)): 1 up to go1.19, none since go1.20, whose errors hold a copy.
// go: 1.2
// ref: go/src/strconv/itoa.go

package strconvs

import (
	"strconv"
	"testing"
)

var (
	smallNumber = 42
	largeNumber = 123456789
	numberBytes = []byte("123456789")
	numberSum   int
	numberNever bool
)

//go:noinline
func formatNumber(n int) int {
	for numberNever {
	}
	return len(strconv.Itoa(n))
}

//go:noinline
func appendNumber(n int) int {
	var room [20]byte
	digits := strconv.AppendInt(room[:0], int64(n), 10)
	sum := 0
	for _, d := range digits {
		sum += int(d - '0')
	}
	return sum
}

//go:noinline
func parseNumber(b []byte) int {
	for numberNever {
	}
	n, err := strconv.Atoi(string(b))
	if err != nil {
		return -1
	}
	return n
}

func BenchmarkItoaSmall(b *testing.B) {
	for i := 0; i < b.N; i++ {
		numberSum += formatNumber(smallNumber)
	}
}

func BenchmarkItoaLarge(b *testing.B) {
	for i := 0; i < b.N; i++ {
		numberSum += formatNumber(largeNumber)
	}
}

func BenchmarkAppendIntToArray(b *testing.B) {
	for i := 0; i < b.N; i++ {
		numberSum += appendNumber(largeNumber)
	}
}

func BenchmarkAtoiOfBytes(b *testing.B) {
	for i := 0; i < b.N; i++ {
		numberSum += parseNumber(numberBytes)
	}
}
