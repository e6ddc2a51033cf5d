// title: Splitting a line into fields
// question: What do Split, SplitN, Fields and a loop over Index allocate for a line of five fields?
// why: The strings are parts of the line; only the slice that lists them is new.
// answer: Split, SplitN and Fields: 1 alloc for the list (80 B for five strings) in every release; the loop
//   over Index none.
// go: 1.2
// ref: https://pkg.go.dev/strings

package strcase

import (
	"strings"
	"testing"
)

var (
	splitLine = "alpha,bravo,charlie,delta,echo"
	splitText = "alpha bravo charlie delta echo"
	splitSum  int
)

//go:noinline
func splitAll(s string) int { return len(strings.Split(s, ",")[4]) }

//go:noinline
func splitFirst(s string) int { return len(strings.SplitN(s, ",", 2)[1]) }

//go:noinline
func splitFields(s string) int { return len(strings.Fields(s)[4]) }

//go:noinline
func splitIndex(s string) int {
	n := 0
	for {
		i := strings.Index(s, ",")
		if i < 0 {
			return n + len(s)
		}
		n += i
		s = s[i+1:]
	}
}

func BenchmarkSplitAll(b *testing.B) {
	for i := 0; i < b.N; i++ {
		splitSum += splitAll(splitLine)
	}
}

func BenchmarkSplitFirst(b *testing.B) {
	for i := 0; i < b.N; i++ {
		splitSum += splitFirst(splitLine)
	}
}

func BenchmarkSplitFields(b *testing.B) {
	for i := 0; i < b.N; i++ {
		splitSum += splitFields(splitText)
	}
}

func BenchmarkSplitByIndex(b *testing.B) {
	for i := 0; i < b.N; i++ {
		splitSum += splitIndex(splitLine)
	}
}
