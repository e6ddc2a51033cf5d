// title: A buffer read into through io.Reader
// question: Does a local buffer escape because it is passed to Read of an io.Reader, and not when the reader's
//   type is known?
// why: Any implementation of Read might keep the buffer, so the compiler must assume that it does.
// answer: Through io.Reader 1 alloc of 64 bytes in every release (`moved to heap: buf`), through the concrete
//   type none; through an interface variable whose type the compiler sees none since go1.16.
// go: 1.2
// ref: https://pkg.go.dev/io#Reader

package interfaces

import (
	"io"
	"testing"
)

type sevens struct {
	calls int
}

//go:noinline
func (r *sevens) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 7
	}
	r.calls++
	return len(p), nil
}

var readSum int

//go:noinline
func readInterface(r io.Reader) int {
	var buf [64]byte
	n, _ := r.Read(buf[:])
	return n + int(buf[n-1])
}

//go:noinline
func readConcrete(r *sevens) int {
	var buf [64]byte
	n, _ := r.Read(buf[:])
	return n + int(buf[n-1])
}

// readKnown calls through an interface variable whose only value is in sight.
//
//go:noinline
func readKnown(s *sevens) int {
	var buf [64]byte
	var r io.Reader = s
	n, _ := r.Read(buf[:])
	return n + int(buf[n-1])
}

func BenchmarkReadInterface(b *testing.B) {
	r := new(sevens)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		readSum += readInterface(r)
	}
}

func BenchmarkReadConcrete(b *testing.B) {
	r := new(sevens)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		readSum += readConcrete(r)
	}
}

func BenchmarkReadInterfaceTypeKnown(b *testing.B) {
	r := new(sevens)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		readSum += readKnown(r)
	}
}
