// title: append(bytes, s...)
// question: Do append(b, s...), copy(b, s) and append(b, []byte(s)...) copy the string once or twice?
// why: The language lets a string be appended to bytes so that no conversion is needed.
// answer: append(b, s...) and copy(b, s) cost none in every release; with []byte(s) 1 alloc (48 B) up to go1.21
//   and none since go1.22.
// go: 1.2
// ref: https://go.dev/ref/spec#Appending_and_copying_slices

package strcase

import "testing"

var (
	appendStringText  = "a text that is longer than thirty-two bytes"
	appendStringRoom  = make([]byte, 0, 64)
	appendStringSum   int
	appendStringNever bool
)

//go:noinline
func appendStringDirect(b []byte, s string) int {
	for appendStringNever {
	}
	return len(append(b, s...))
}

//go:noinline
func appendStringConverted(b []byte, s string) int {
	for appendStringNever {
	}
	return len(append(b, []byte(s)...))
}

//go:noinline
func appendStringCopy(b []byte, s string) int {
	for appendStringNever {
	}
	return copy(b[:cap(b)], s)
}

//go:noinline
func appendStringCopyConverted(b []byte, s string) int {
	for appendStringNever {
	}
	return copy(b[:cap(b)], []byte(s))
}

func BenchmarkAppendStringDirect(b *testing.B) {
	for i := 0; i < b.N; i++ {
		appendStringSum += appendStringDirect(appendStringRoom, appendStringText)
	}
}

func BenchmarkAppendStringConverted(b *testing.B) {
	for i := 0; i < b.N; i++ {
		appendStringSum += appendStringConverted(appendStringRoom, appendStringText)
	}
}

func BenchmarkCopyStringDirect(b *testing.B) {
	for i := 0; i < b.N; i++ {
		appendStringSum += appendStringCopy(appendStringRoom, appendStringText)
	}
}

func BenchmarkCopyStringConverted(b *testing.B) {
	for i := 0; i < b.N; i++ {
		appendStringSum += appendStringCopyConverted(appendStringRoom, appendStringText)
	}
}
