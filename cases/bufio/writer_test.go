// title: Buffered writing
// question: What does a bufio.Writer allocate when made, and when Fprintf writes an int or WriteString a text
//   to it?
// why: The buffer is one allocation for many writes; the arguments of Fprintf are extra.
// answer: Made: 1 alloc (4096 B), the buffer, since go1.5 (2 before); Fprintf of an int 1 (8 B) since go1.4;
//   WriteString none.
// go: 1.2
// ref: https://pkg.go.dev/bufio#Writer

package bufios

import (
	"bufio"
	"fmt"
	"testing"
)

type writerNowhere struct{ n int }

func (w *writerNowhere) Write(p []byte) (int, error) {
	w.n += len(p)
	return len(p), nil
}

var (
	writerSink   = new(writerNowhere)
	writerNumber = 123456
	writerText   = "some text"
)

//go:noinline
func writerNew(s string) {
	w := bufio.NewWriter(writerSink)
	w.WriteString(s)
	w.Flush()
}

//go:noinline
func writerPrintf(w *bufio.Writer, n int) { fmt.Fprintf(w, "%d\n", n) }

//go:noinline
func writerWrite(w *bufio.Writer, s string) { w.WriteString(s) }

func BenchmarkWriterNew(b *testing.B) {
	for i := 0; i < b.N; i++ {
		writerNew(writerText)
	}
}

func BenchmarkWriterFprintf(b *testing.B) {
	w := bufio.NewWriter(writerSink)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		writerPrintf(w, writerNumber)
	}
}

func BenchmarkWriterWriteString(b *testing.B) {
	w := bufio.NewWriter(writerSink)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		writerWrite(w, writerText)
	}
}
