// title: Ranging over a map
// question: Does ranging over a map allocate, with a few entries and with many?
// why: The iterator is a large struct that the compiler places in the frame.
// answer: None in every release, small or large, reading or deleting.
// go: 1.2
// ref: go/src/runtime/map.go

package ranges

import "testing"

var (
	mapIterationFew  = map[int]int{1: 2, 3: 4, 5: 6}
	mapIterationMany = mapIterationFill(1000)
	mapIterationSum  int
)

func mapIterationFill(n int) map[int]int {
	m := make(map[int]int)
	for i := 0; i < n; i++ {
		m[i] = i
	}
	return m
}

//go:noinline
func mapIterationValues(m map[int]int) int {
	n := 0
	for _, v := range m {
		n += v
	}
	return n
}

//go:noinline
func mapIterationClear(m map[int]int) int {
	for k := range m {
		if k < 0 {
			delete(m, k)
		}
	}
	return len(m)
}

func BenchmarkRangeFewEntries(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapIterationSum += mapIterationValues(mapIterationFew)
	}
}

func BenchmarkRangeManyEntries(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapIterationSum += mapIterationValues(mapIterationMany)
	}
}

func BenchmarkRangeDeleting(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapIterationSum += mapIterationClear(mapIterationMany)
	}
}
