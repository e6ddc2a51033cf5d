// title: []byte of a constant string
// question: What does []byte("constant") allocate, local, passed to a writer that keeps nothing, and kept?
// why: Separators and headers are written as w.Write([]byte("...")).
// answer: Local and short: none since go1.5. Longer than 32 bytes: 1 alloc from go1.3 to go1.11, none since
//   go1.12 (and in go1.2). Through an interface or kept: 1 in every release.
// go: 1.2
// ref: https://go.dev/doc/go1.22

package strcase

import "testing"

type bytesOfConstantCounter struct{ n int }

//go:noinline
func (c *bytesOfConstantCounter) Write(p []byte) (int, error) {
	for i := range p {
		c.n += int(p[i])
	}
	return len(p), nil
}

type bytesOfConstantWriter interface {
	Write(p []byte) (int, error)
}

var (
	bytesOfConstantSink bytesOfConstantCounter
	bytesOfConstantHeld []byte
	bytesOfConstantAny  bytesOfConstantWriter = &bytesOfConstantSink
)

//go:noinline
func bytesOfConstantConcrete(c *bytesOfConstantCounter) {
	c.Write([]byte("a separator longer than thirty-two bytes"))
}

//go:noinline
func bytesOfConstantShort(c *bytesOfConstantCounter) { c.Write([]byte("short")) }

//go:noinline
func bytesOfConstantInterface(w bytesOfConstantWriter) {
	w.Write([]byte("a separator longer than thirty-two bytes"))
}

//go:noinline
func bytesOfConstantKeep() { bytesOfConstantHeld = []byte("a separator longer than thirty-two bytes") }

func BenchmarkConstantBytesShort(b *testing.B) {
	for i := 0; i < b.N; i++ {
		bytesOfConstantShort(&bytesOfConstantSink)
	}
}

func BenchmarkConstantBytesLong(b *testing.B) {
	for i := 0; i < b.N; i++ {
		bytesOfConstantConcrete(&bytesOfConstantSink)
	}
}

func BenchmarkConstantBytesToInterface(b *testing.B) {
	for i := 0; i < b.N; i++ {
		bytesOfConstantInterface(bytesOfConstantAny)
	}
}

func BenchmarkConstantBytesKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		bytesOfConstantKeep()
	}
}
