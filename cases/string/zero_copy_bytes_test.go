// title: []byte(s) that nobody writes to
// question: Does []byte(s) of a variable copy when the bytes are only read by the function or by a callee?
// why: Hashes and checksums want bytes, programs have strings.
// answer: Since go1.22 none when the bytes are only read, here or by the callee, 1 alloc (48 B) before; when
//   they are written, 1 in every release.
// go: 1.2
// ref: https://go.dev/doc/go1.22
// ref: go/src/cmd/compile/internal/escape/solve.go

package strcase

import "testing"

var (
	zeroCopyBytesText = "a text that is longer than thirty-two bytes"
	zeroCopyBytesSum  int
)

//go:noinline
func zeroCopyBytesHash(p []byte) int {
	h := 0
	for i := range p {
		h = h*31 + int(p[i])
	}
	return h
}

//go:noinline
func zeroCopyBytesWrites(p []byte) int {
	h := 0
	for i := range p {
		p[i]++
		h = h*31 + int(p[i])
	}
	return h
}

//go:noinline
func zeroCopyBytesToReader(s string) int { return zeroCopyBytesHash([]byte(s)) }

//go:noinline
func zeroCopyBytesToWriter(s string) int { return zeroCopyBytesWrites([]byte(s)) }

//go:noinline
func zeroCopyBytesHere(s string) int {
	p := []byte(s)
	h := 0
	for i := 0; i < len(p); i++ {
		h = h*31 + int(p[i])
	}
	return h
}

func BenchmarkBytesReadByCallee(b *testing.B) {
	for i := 0; i < b.N; i++ {
		zeroCopyBytesSum += zeroCopyBytesToReader(zeroCopyBytesText)
	}
}

func BenchmarkBytesWrittenByCallee(b *testing.B) {
	for i := 0; i < b.N; i++ {
		zeroCopyBytesSum += zeroCopyBytesToWriter(zeroCopyBytesText)
	}
}

func BenchmarkBytesReadHere(b *testing.B) {
	for i := 0; i < b.N; i++ {
		zeroCopyBytesSum += zeroCopyBytesHere(zeroCopyBytesText)
	}
}
