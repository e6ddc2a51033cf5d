// title: Wrapping bytes and strings as readers
// question: Does bytes.NewReader or strings.NewReader allocate when the reader stays local, and when it is
//   passed as io.Reader?
// why: Every decoder wants an io.Reader; programs have text in memory.
// answer: Local: none. As io.Reader: 1 alloc in every release, 48 B for a bytes.Reader, 32 B for a
//   strings.Reader; a Buffer took 112 B up to go1.11 and takes 48 B since go1.12.
// go: 1.2
// ref: https://go.dev/doc/go1.16#compiler

package bytescase

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

var (
	readerBytes = []byte("some bytes to be read")
	readerText  = "some text to be read"
	readerSum   int
	readerRoom  [64]byte
)

//go:noinline
func readerLocal(p []byte) int {
	r := bytes.NewReader(p)
	n, _ := r.Read(readerRoom[:])
	return n
}

//go:noinline
func readerReadFrom(r io.Reader) int {
	n, _ := r.Read(readerRoom[:])
	return n
}

//go:noinline
func readerBytesAsReader(p []byte) int { return readerReadFrom(bytes.NewReader(p)) }

//go:noinline
func readerTextAsReader(s string) int { return readerReadFrom(strings.NewReader(s)) }

//go:noinline
func readerBufferAsReader(p []byte) int { return readerReadFrom(bytes.NewBuffer(p)) }

func BenchmarkReaderLocal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		readerSum += readerLocal(readerBytes)
	}
}

func BenchmarkReaderOfBytes(b *testing.B) {
	for i := 0; i < b.N; i++ {
		readerSum += readerBytesAsReader(readerBytes)
	}
}

func BenchmarkReaderOfString(b *testing.B) {
	for i := 0; i < b.N; i++ {
		readerSum += readerTextAsReader(readerText)
	}
}

func BenchmarkReaderOfBuffer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		readerSum += readerBufferAsReader(readerBytes)
	}
}
