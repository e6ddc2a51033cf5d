// title: slices.Sort and slices.SortFunc
// question: Do the generic sorts of package slices really allocate nothing, even if the comparison captures a variable?
// why: They are the suggested replacement for sort.Slice, which pays for boxing and reflection.
// answer: None, with a capturing comparison too, in every release since go1.21; sort.Slice takes 3 allocs for
//   the same.
// go: 1.21
// ref: https://go.dev/doc/go1.21#slices

package sort

import (
	"slices"
	"sort"
	"testing"
)

type score struct {
	name   string
	points [2]int
}

var (
	unsortedScores = []score{{"ada", [2]int{3, 9}}, {"alan", [2]int{1, 4}}, {"grace", [2]int{7, 2}}, {"ken", [2]int{5, 6}}}
	unsortedPoints = []int{3, 1, 7, 5}
	scores         = make([]score, len(unsortedScores))
	points         = make([]int, len(unsortedPoints))
	scoreColumn    = 1
	scoreSum       int
)

//go:noinline
func sortPoints(s []int) int {
	copy(s, unsortedPoints)
	slices.Sort(s)
	return s[0]
}

//go:noinline
func sortColumn(s []score, column int) int {
	copy(s, unsortedScores)
	slices.SortFunc(s, func(x, y score) int { return x.points[column] - y.points[column] })
	return s[0].points[column]
}

//go:noinline
func sortColumnReflected(s []score, column int) int {
	copy(s, unsortedScores)
	sort.Slice(s, func(i, j int) bool { return s[i].points[column] < s[j].points[column] })
	return s[0].points[column]
}

func BenchmarkSlicesSort(b *testing.B) {
	for i := 0; i < b.N; i++ {
		scoreSum += sortPoints(points)
	}
}

func BenchmarkSlicesSortFuncCapturing(b *testing.B) {
	for i := 0; i < b.N; i++ {
		scoreSum += sortColumn(scores, scoreColumn)
	}
}

func BenchmarkSortSliceCapturing(b *testing.B) {
	for i := 0; i < b.N; i++ {
		scoreSum += sortColumnReflected(scores, scoreColumn)
	}
}
