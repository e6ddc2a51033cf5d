// title: make with a size known only at run time
// question: Does a local make([]byte, n) allocate when the compiler does not know n, and does it help that n is
//   small?
// why: The stack frame has a fixed size; a slice whose size is a variable goes to the heap unless the compiler
//   guesses well.
// answer: Up to go1.24 it always allocates; since go1.25 up to 32 bytes are on the stack (not with -N), and 33
//   bytes still cost 1 alloc of 48, although -m says `does not escape` for both. A constant 1024 has been on the
//   stack all along.
// go: 1.2
// ref: https://go.dev/doc/go1.25

package slice

import "testing"

var (
	runtimeSize32   = 32
	runtimeSize33   = 33
	runtimeSize1024 = 1024
	runtimeSum      int
)

//go:noinline
func runtimeMake(n int) int {
	s := make([]byte, n)
	for i := 0; i < len(s); i += 8 {
		s[i] = byte(i)
	}
	return int(s[0]) + int(s[n-1]) + len(s)
}

//go:noinline
func constMake() int {
	s := make([]byte, 1024)
	for i := 0; i < len(s); i += 8 {
		s[i] = byte(i)
	}
	return int(s[0]) + int(s[len(s)-1]) + len(s)
}

func BenchmarkRuntimeSize32(b *testing.B) {
	for i := 0; i < b.N; i++ {
		runtimeSum += runtimeMake(runtimeSize32)
	}
}

func BenchmarkRuntimeSize33(b *testing.B) {
	for i := 0; i < b.N; i++ {
		runtimeSum += runtimeMake(runtimeSize33)
	}
}

func BenchmarkRuntimeSize1024(b *testing.B) {
	for i := 0; i < b.N; i++ {
		runtimeSum += runtimeMake(runtimeSize1024)
	}
}

func BenchmarkConstSize1024(b *testing.B) {
	for i := 0; i < b.N; i++ {
		runtimeSum += constMake()
	}
}
