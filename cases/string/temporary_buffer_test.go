// title: The 32-byte buffer for temporary strings
// question: From what length on does a []byte converted to a local string, or a string to local bytes,
//   allocate?
// why: A conversion whose result stays local is given a small buffer on the stack; one byte more and it is a
//   heap copy.
// answer: From 33 bytes on, in every release; up to 32 bytes 1 alloc up to go1.4 and none since go1.5, which
//   introduced the buffer.
// go: 1.2
// ref: go/src/runtime/string.go

package strcase

import "testing"

var (
	temporaryBufferBytes = []byte("0123456789abcdef0123456789abcdefX")
	temporaryBufferText  = "0123456789abcdef0123456789abcdefX"
	temporaryBufferSum   int
)

//go:noinline
func temporaryBufferCountText(b []byte) int {
	s := string(b)
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] == 'a' {
			n++
		}
	}
	return n
}

//go:noinline
func temporaryBufferCountBytes(s string) int {
	b := []byte(s)
	n := 0
	for i := range b {
		b[i]++
		if b[i] == 'b' {
			n++
		}
	}
	return n
}

func BenchmarkTemporary32ToString(b *testing.B) {
	b32 := temporaryBufferBytes[:32]
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		temporaryBufferSum += temporaryBufferCountText(b32)
	}
}

func BenchmarkTemporary33ToString(b *testing.B) {
	for i := 0; i < b.N; i++ {
		temporaryBufferSum += temporaryBufferCountText(temporaryBufferBytes)
	}
}

func BenchmarkTemporary32ToBytes(b *testing.B) {
	s32 := temporaryBufferText[:32]
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		temporaryBufferSum += temporaryBufferCountBytes(s32)
	}
}

func BenchmarkTemporary33ToBytes(b *testing.B) {
	for i := 0; i < b.N; i++ {
		temporaryBufferSum += temporaryBufferCountBytes(temporaryBufferText)
	}
}
