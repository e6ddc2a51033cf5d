// Part of goalloc selftest: the work of one operation is repeated times1, times2, ... times; injected.c writes other numbers.
// title: Sorting and searching: branches that are hard to foresee
package injected

import (
	"sort"
	"testing"
)

const (
	times1 = 100
	times2 = 100
	times3 = 100
	times4 = 100
	times5 = 100
	times6 = 100
)

var (
	values     = [32]int{19, 3, 25, 8, 30, 1, 14, 22, 6, 11, 28, 17, 0, 31, 9, 20, 4, 27, 13, 2, 24, 16, 7, 29, 10, 23, 5, 18, 12, 26, 15, 21}
	room       [32]int
	ordered    [1024]int
	sortedSink int
)

//go:noinline
func insertionSort(n int) int {
	copy(room[:n], values[:n])
	for i := 1; i < n; i++ {
		for j := i; j > 0 && room[j] < room[j-1]; j-- {
			room[j], room[j-1] = room[j-1], room[j]
		}
	}
	return room[0]
}

//go:noinline
func librarySort(n int) int {
	copy(room[:n], values[:n])
	sort.Ints(room[:n])
	return room[0]
}

//go:noinline
func search(n int, x int) int {
	return sort.SearchInts(ordered[:n], x)
}

func BenchmarkInsertionSort4(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times1; k++ {
			sortedSink += insertionSort(4)
		}
	}
}

func BenchmarkInsertionSort12(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times2; k++ {
			sortedSink += insertionSort(12)
		}
	}
}

func BenchmarkInsertionSort32(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times3; k++ {
			sortedSink += insertionSort(32)
		}
	}
}

func BenchmarkLibrarySort8(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times4; k++ {
			sortedSink += librarySort(8)
		}
	}
}

func BenchmarkLibrarySort32(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times5; k++ {
			sortedSink += librarySort(32)
		}
	}
}

func BenchmarkSearch1024(b *testing.B) {
	if ordered[1] == 0 {
		for i := range ordered {
			ordered[i] = 3 * i
		}
	}
	for i := 0; i < b.N; i++ {
		for k := 0; k < times6; k++ {
			sortedSink += search(1024, 1500)
		}
	}
}
