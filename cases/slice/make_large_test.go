// title: make with a large constant capacity
// question: Up to which constant capacity does a local make([]byte, 1, n) stay on the stack, and what does a
//   larger one cost?
// why: A slice too large for the stack goes to the heap whatever escape analysis finds; the line is at 64 KiB.
// answer: On the stack below 64 KiB, since go1.17 at 64 KiB as well; one byte more is 1 alloc in every release,
//   rounded up to 72 KiB (68 in go1.2). go1.2 reports 1 alloc of 68 KiB even for 64 KiB - 1: the stack segment
//   added for that frame at every call.
// go: 1.2
// ref: https://go.dev/ref/spec#Making_slices_maps_and_channels

package slice

import "testing"

var (
	largeInput byte = 7
	largeSum   int
	largeNever bool
)

//go:noinline
func large1KiB(v byte) int {
	for largeNever {
	}
	s := make([]byte, 1, 1<<10)
	s = append(s, v)
	return int(s[0]) + int(s[1]) + cap(s)
}

//go:noinline
func large64KiBLess1(v byte) int {
	for largeNever {
	}
	s := make([]byte, 1, 1<<16-1)
	s = append(s, v)
	return int(s[0]) + int(s[1]) + cap(s)
}

//go:noinline
func large64KiB(v byte) int {
	for largeNever {
	}
	s := make([]byte, 1, 1<<16)
	s = append(s, v)
	return int(s[0]) + int(s[1]) + cap(s)
}

//go:noinline
func large64KiBPlus1(v byte) int {
	for largeNever {
	}
	s := make([]byte, 1, 1<<16+1)
	s = append(s, v)
	return int(s[0]) + int(s[1]) + cap(s)
}

//go:noinline
func large1MiB(v byte) int {
	for largeNever {
	}
	s := make([]byte, 1, 1<<20)
	s = append(s, v)
	return int(s[0]) + int(s[1]) + cap(s)
}

//go:noinline
func large10MiB(v byte) int {
	for largeNever {
	}
	s := make([]byte, 1, 10<<20)
	s = append(s, v)
	return int(s[0]) + int(s[1]) + cap(s)
}

func BenchmarkMake1KiB(b *testing.B) {
	for i := 0; i < b.N; i++ {
		largeSum += large1KiB(largeInput)
	}
}

func BenchmarkMake64KiBLess1(b *testing.B) {
	for i := 0; i < b.N; i++ {
		largeSum += large64KiBLess1(largeInput)
	}
}

func BenchmarkMake64KiB(b *testing.B) {
	for i := 0; i < b.N; i++ {
		largeSum += large64KiB(largeInput)
	}
}

func BenchmarkMake64KiBPlus1(b *testing.B) {
	for i := 0; i < b.N; i++ {
		largeSum += large64KiBPlus1(largeInput)
	}
}

func BenchmarkMake1MiB(b *testing.B) {
	for i := 0; i < b.N; i++ {
		largeSum += large1MiB(largeInput)
	}
}

func BenchmarkMake10MiB(b *testing.B) {
	for i := 0; i < b.N; i++ {
		largeSum += large10MiB(largeInput)
	}
}
