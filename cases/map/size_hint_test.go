// title: make(map) with and without a size
// question: What does a map cost before and while it holds its first eight entries, and what does a size hint reserve?
// why: Small maps are everywhere; whether one costs nothing, one or several allocations depends on the release.
// answer: Eight entries in a local map: 2 allocs up to go1.4, none since go1.5; in a returned map 2 (192 B)
//   in every release. A hint of 100: 2 up to go1.8, 3 since go1.9, 4 since go1.24; in go1.21 alone it takes
//   5448 B, not 2760 B.
// go: 1.2
// ref: https://go.dev/blog/swisstable
// ref: https://go.dev/doc/go1.24#runtime

package maps

import "testing"

var (
	mapKeys  = []int{3, 1, 4, 15, 9, 2, 6, 5}
	mapSum   int
	mapNever bool
)

//go:noinline
func fillLocal(keys []int) int {
	m := make(map[int]int)
	for _, k := range keys {
		m[k] = k
	}
	return len(m)
}

//go:noinline
func fillReturned(keys []int) map[int]int {
	m := make(map[int]int)
	for _, k := range keys {
		m[k] = k
	}
	return m
}

//go:noinline
func makeEmpty() map[int]int {
	for mapNever {
	}
	return make(map[int]int)
}

//go:noinline
func makeHinted(n int) map[int]int {
	for mapNever {
	}
	m := make(map[int]int, n)
	m[n] = n
	return m
}

func BenchmarkEightLocal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapSum += fillLocal(mapKeys)
	}
}

func BenchmarkEightReturned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapSum += len(fillReturned(mapKeys))
	}
}

func BenchmarkEmptyReturned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapSum += len(makeEmpty())
	}
}

func BenchmarkHintHundredReturned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapSum += len(makeHinted(100))
	}
}
