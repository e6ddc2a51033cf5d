// title: Collecting and iterating with slices and maps
// question: What do slices.Collect, slices.Sorted and maps.Keys allocate against an append loop?
// why: Collect does not know how many values will come.
// answer: Collect of six keys: 7 allocs in go1.23, 4 in go1.24 and 1 (64 B) since go1.25; Sorted 7 (184 B) in
//   every release; a sized append loop 1 (48 B). Ranging over maps.Keys costs none.
// go: 1.23
// ref: https://go.dev/doc/go1.23#iterators

package iterators

import (
	"maps"
	"slices"
	"testing"
)

var (
	collectAges = map[int]int{3: 1, 1: 2, 4: 3, 15: 4, 9: 5, 2: 6}
	collectSum  int
)

//go:noinline
func collectCollect(m map[int]int) int { return len(slices.Collect(maps.Keys(m))) }

//go:noinline
func collectSorted(m map[int]int) int { return len(slices.Sorted(maps.Keys(m))) }

//go:noinline
func collectSized(m map[int]int) []int {
	keys := make([]int, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	return keys
}

//go:noinline
func collectRange(m map[int]int) int {
	n := 0
	for k := range maps.Keys(m) {
		n += k
	}
	return n
}

func BenchmarkCollectKeys(b *testing.B) {
	for i := 0; i < b.N; i++ {
		collectSum += collectCollect(collectAges)
	}
}

func BenchmarkSortedKeys(b *testing.B) {
	for i := 0; i < b.N; i++ {
		collectSum += collectSorted(collectAges)
	}
}

func BenchmarkSizedKeys(b *testing.B) {
	for i := 0; i < b.N; i++ {
		collectSum += len(collectSized(collectAges))
	}
}

func BenchmarkRangeOverKeys(b *testing.B) {
	for i := 0; i < b.N; i++ {
		collectSum += collectRange(collectAges)
	}
}
