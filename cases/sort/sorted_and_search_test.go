// title: sort.Strings, Stable, Search and Reverse
// question: Which functions of sort allocate besides what is sorted?
// why: sort.Interface is an interface: a slice put into it has to be boxed.
// answer: sort.Strings: 1 alloc up to go1.21, none since go1.22, which calls package slices. Stable of a
//   StringSlice 1, Reverse 2 in every release, for the boxed slices. SearchStrings none.
// go: 1.2
// ref: https://pkg.go.dev/sort

package sort

import (
	"sort"
	"testing"
)

var (
	sortedAndSearchSource = []string{"delta", "alpha", "echo", "bravo", "charlie"}
	sortedAndSearchWork   = make([]string, 5)
	sortedAndSearchSum    int
)

//go:noinline
func sortedAndSearchStrings(s []string) int {
	copy(s, sortedAndSearchSource)
	sort.Strings(s)
	return len(s[0])
}

//go:noinline
func sortedAndSearchStable(s []string) int {
	copy(s, sortedAndSearchSource)
	sort.Stable(sort.StringSlice(s))
	return len(s[0])
}

//go:noinline
func sortedAndSearchReverse(s []string) int {
	copy(s, sortedAndSearchSource)
	sort.Sort(sort.Reverse(sort.StringSlice(s)))
	return len(s[0])
}

//go:noinline
func sortedAndSearchSearch(s []string) int { return sort.SearchStrings(s, "charlie") }

func BenchmarkSortStrings(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sortedAndSearchSum += sortedAndSearchStrings(sortedAndSearchWork)
	}
}

func BenchmarkSortStable(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sortedAndSearchSum += sortedAndSearchStable(sortedAndSearchWork)
	}
}

func BenchmarkSortReverse(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sortedAndSearchSum += sortedAndSearchReverse(sortedAndSearchWork)
	}
}

func BenchmarkSearchStrings(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sortedAndSearchSum += sortedAndSearchSearch(sortedAndSearchWork)
	}
}
