// title: A bytes.Buffer for a short text
// question: What does a local bytes.Buffer allocate for a text of 40 bytes, by the way it is made and read?
// why: A Buffer once had a small array inside; a short text needed nothing else.
// answer: 1 alloc in every release: the buffer itself with its built-in array up to go1.11 (112 B), 64 B since
//   go1.12, when it lost the array and stopped escaping. String adds 1. NewBuffer on an array or a made slice:
//   2 up to go1.11, none since go1.12.
// go: 1.2
// ref: https://go.dev/doc/go1.10
// ref: go/src/bytes/buffer.go

package bytescase

import (
	"bytes"
	"testing"
)

var (
	bufferSmallText = "forty bytes of text, more or less, as it is"
	bufferSmallSum  int
	bufferSmallHeld string
)

//go:noinline
func bufferSmallLength(s string) int {
	var b bytes.Buffer
	b.WriteString(s)
	return b.Len()
}

//go:noinline
func bufferSmallToText(s string) string {
	var b bytes.Buffer
	b.WriteString(s)
	return b.String()
}

//go:noinline
func bufferSmallOnArray(s string) int {
	var room [64]byte
	b := bytes.NewBuffer(room[:0])
	b.WriteString(s)
	return b.Len()
}

//go:noinline
func bufferSmallMade(s string) int {
	b := bytes.NewBuffer(make([]byte, 0, 64))
	b.WriteString(s)
	return b.Len()
}

func BenchmarkBufferLength(b *testing.B) {
	for i := 0; i < b.N; i++ {
		bufferSmallSum += bufferSmallLength(bufferSmallText)
	}
}

func BenchmarkBufferString(b *testing.B) {
	for i := 0; i < b.N; i++ {
		bufferSmallHeld = bufferSmallToText(bufferSmallText)
	}
}

func BenchmarkBufferOnArray(b *testing.B) {
	for i := 0; i < b.N; i++ {
		bufferSmallSum += bufferSmallOnArray(bufferSmallText)
	}
}

func BenchmarkBufferOnMade(b *testing.B) {
	for i := 0; i < b.N; i++ {
		bufferSmallSum += bufferSmallMade(bufferSmallText)
	}
}
