// title: make with a variable size
// question: Does make with a size that is a variable ever stay on the stack, and up to how many bytes?
// why: The compiler used to send every unknown size to the heap.
// answer: Never up to go1.24; since go1.25 up to 32 bytes, that is 32 bytes or 4 words are free, 33 bytes or 5
//   words 1 alloc.
// go: 1.2
// ref: https://go.dev/doc/go1.25#compiler

package makes

import "testing"

var (
	variableThresholdN4  = 4
	variableThresholdN5  = 5
	variableThresholdN32 = 32
	variableThresholdN33 = 33
	variableThresholdSum int
)

//go:noinline
func variableThresholdWords(n int) int {
	s := make([]*int, n)
	k := 0
	for i := range s {
		s[i] = &variableThresholdSum
		k++
	}
	return k
}

//go:noinline
func variableThresholdBytes(n int) int {
	s := make([]byte, n)
	k := 0
	for i := range s {
		s[i]++
		k += int(s[i])
	}
	return k
}

func BenchmarkMakeVariable32Bytes(b *testing.B) {
	for i := 0; i < b.N; i++ {
		variableThresholdSum += variableThresholdBytes(variableThresholdN32)
	}
}

func BenchmarkMakeVariable33Bytes(b *testing.B) {
	for i := 0; i < b.N; i++ {
		variableThresholdSum += variableThresholdBytes(variableThresholdN33)
	}
}

func BenchmarkMakeVariable4Words(b *testing.B) {
	for i := 0; i < b.N; i++ {
		variableThresholdSum += variableThresholdWords(variableThresholdN4)
	}
}

func BenchmarkMakeVariable5Words(b *testing.B) {
	for i := 0; i < b.N; i++ {
		variableThresholdSum += variableThresholdWords(variableThresholdN5)
	}
}
