// title: What one Sprintf allocates
// question: Besides its result, does Sprintf allocate for its argument, and does Fprintf to a reused buffer?
// why: Each operand becomes an interface value first; boxing it may cost more than the text.
// answer: A boxed operand and the result: 2 allocs since go1.4; an int was not boxed before, and one below
//   256 no more is since go1.15. Fprintf to a reused buffer: none up to go1.3, 1 since go1.4.
// go: 1.2
// ref: https://go.dev/doc/go1.15#runtime

package fmt

import (
	"bytes"
	"fmt"
	"testing"
)

var (
	printLarge  = 123456789
	printSmall  = 42
	printText   = "gophers of the world"
	printBuffer bytes.Buffer
	printLength int
	printNever  bool
)

//go:noinline
func sprintInt(n int) int {
	for printNever {
	}
	return len(fmt.Sprintf("%d", n))
}

//go:noinline
func sprintString(s string) int {
	for printNever {
	}
	return len(fmt.Sprintf("<%s>", s))
}

//go:noinline
func fprintInt(buf *bytes.Buffer, n int) int {
	for printNever {
	}
	buf.Reset()
	fmt.Fprintf(buf, "%d", n)
	return buf.Len()
}

func BenchmarkSprintfLargeInt(b *testing.B) {
	for i := 0; i < b.N; i++ {
		printLength = sprintInt(printLarge)
	}
}

func BenchmarkSprintfSmallInt(b *testing.B) {
	for i := 0; i < b.N; i++ {
		printLength = sprintInt(printSmall)
	}
}

func BenchmarkSprintfString(b *testing.B) {
	for i := 0; i < b.N; i++ {
		printLength = sprintString(printText)
	}
}

func BenchmarkFprintfReusedBuffer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		printLength = fprintInt(&printBuffer, printLarge)
	}
}
