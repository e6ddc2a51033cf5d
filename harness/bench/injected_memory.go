// Part of goalloc selftest: the work of one operation is repeated times1, times2, ... times; injected.c writes other numbers.
// title: Walking through memory, within the first and the second level of caches
package injected

import "testing"

const (
	times1 = 100
	times2 = 100
	times3 = 100
	times4 = 100
	times5 = 100
	times6 = 100
)

var (
	chains   [3][]int32 // each a circle through all its elements
	block    [2][]byte
	walkSink int32
)

// chain makes a circle of n elements, a power of two, in an order that no prefetcher foresees; once, in the iteration
// that is not timed.
func chain(which, n int) []int32 {
	if chains[which] == nil {
		c := make([]int32, n)
		for i := range c {
			c[i] = int32((i*5 + 12347) & (n - 1)) // a full period: Hull, Dobell
		}
		chains[which] = c
	}
	return chains[which]
}

//go:noinline
func walk(c []int32, at int32) int32 {
	for i := 0; i < 16; i++ {
		at = c[at]
	}
	return at
}

func blocks(n int) {
	if len(block[0]) < n {
		block[0], block[1] = make([]byte, n), make([]byte, n)
	}
}

//go:noinline
func move(n int) { copy(block[0][:n], block[1][:n]) }

func BenchmarkWalk4K(b *testing.B) {
	c := chain(0, 1024)
	for i := 0; i < b.N; i++ {
		for k := 0; k < times1; k++ {
			walkSink = walk(c, walkSink&1023)
		}
	}
}

func BenchmarkWalk16K(b *testing.B) {
	c := chain(1, 4096)
	for i := 0; i < b.N; i++ {
		for k := 0; k < times2; k++ {
			walkSink = walk(c, walkSink&4095)
		}
	}
}

func BenchmarkWalk64K(b *testing.B) {
	c := chain(2, 16384)
	for i := 0; i < b.N; i++ {
		for k := 0; k < times3; k++ {
			walkSink = walk(c, walkSink&16383)
		}
	}
}

func BenchmarkMove256(b *testing.B) {
	blocks(16384)
	for i := 0; i < b.N; i++ {
		for k := 0; k < times4; k++ {
			move(256)
		}
	}
}

func BenchmarkMove2048(b *testing.B) {
	blocks(16384)
	for i := 0; i < b.N; i++ {
		for k := 0; k < times5; k++ {
			move(2048)
		}
	}
}

func BenchmarkMove16384(b *testing.B) {
	blocks(16384)
	for i := 0; i < b.N; i++ {
		for k := 0; k < times6; k++ {
			move(16384)
		}
	}
}

