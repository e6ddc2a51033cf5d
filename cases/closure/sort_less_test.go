// title: A comparison closure handed to a library
// question: Does the function literal given to sort.Search or to a function with a callback allocate for what
//   it captures?
// why: The library function must not keep its callback, and the compiler must know it.
// answer: None in every release, not even for a counter that the literal changes.
// go: 1.2
// ref: https://pkg.go.dev/sort#Search

package closure

import (
	"sort"
	"strings"
	"testing"
)

var (
	sortLessTable = []int{11, 13, 17, 19, 23, 29, 31}
	sortLessKey   = 19
	sortLessText  = "some text, and more"
	sortLessSum   int
)

//go:noinline
func sortLessSearch(s []int, key int) int {
	return sort.Search(len(s), func(i int) bool { return s[i] >= key })
}

//go:noinline
func sortLessIndexFunc(s string, r rune) int {
	return strings.IndexFunc(s, func(c rune) bool { return c == r })
}

//go:noinline
func sortLessCounting(s string) int {
	calls := 0
	strings.IndexFunc(s, func(c rune) bool {
		calls++
		return false
	})
	return calls
}

func BenchmarkSearchCapturing(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sortLessSum += sortLessSearch(sortLessTable, sortLessKey)
	}
}

func BenchmarkIndexFuncCapturing(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sortLessSum += sortLessIndexFunc(sortLessText, ',')
	}
}

func BenchmarkIndexFuncCounting(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sortLessSum += sortLessCounting(sortLessText)
	}
}
