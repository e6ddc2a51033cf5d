// title: A slice that is appended to and stays local
// question: How many elements can be appended to a nil slice that stays local before the heap is needed?
// why: Since 1.25 append may begin in a small buffer on the stack.
// answer: Four words: 3 allocs up to go1.24, none since go1.25; five words: 4, then 1 (64 B). Elements larger
//   than the 32 bytes of the buffer: 2 in every release. make with a constant capacity: none in every release.
// go: 1.2
// ref: https://go.dev/doc/go1.25#compiler
// ref: https://go.dev/doc/go1.26#compiler

package appends

import "testing"

var (
	stackBackingFour = 4
	stackBackingFive = 5
	stackBackingBig  = 2
	stackBackingSum  int
)

type stackBackingWide struct {
	p *int
	a [5]int
}

//go:noinline
func stackBackingWords(n int) int {
	var s []*int
	for i := 0; i < n; i++ {
		s = append(s, &stackBackingSum)
	}
	return len(s)
}

// stackBackingWides has elements larger than the buffer.
//
//go:noinline
func stackBackingWides(n int) int {
	var s []stackBackingWide
	for i := 0; i < n; i++ {
		s = append(s, stackBackingWide{})
	}
	return len(s)
}

//go:noinline
func stackBackingCapped(n int) int {
	s := make([]*int, 0, 8)
	for i := 0; i < n; i++ {
		s = append(s, &stackBackingSum)
	}
	return len(s)
}

func BenchmarkStackFourWords(b *testing.B) {
	for i := 0; i < b.N; i++ {
		stackBackingSum += stackBackingWords(stackBackingFour)
	}
}

func BenchmarkStackFiveWords(b *testing.B) {
	for i := 0; i < b.N; i++ {
		stackBackingSum += stackBackingWords(stackBackingFive)
	}
}

func BenchmarkStackTwoWides(b *testing.B) {
	for i := 0; i < b.N; i++ {
		stackBackingSum += stackBackingWides(stackBackingBig)
	}
}

func BenchmarkStackCapacityEight(b *testing.B) {
	for i := 0; i < b.N; i++ {
		stackBackingSum += stackBackingCapped(stackBackingFive)
	}
}
