// title: Comparing deeply
// question: What does reflect.DeepEqual allocate for two ints, two slices and two maps, against a loop?
// why: It is in every test and in some programs.
// answer: Slices of three ints: 8 allocs up to go1.17 (3 up to go1.3), 2 (48 B) since go1.18. Maps of one
//   entry: 5 from go1.11, 4 from go1.18, 3 (24 B) since go1.22. The loop none.
// go: 1.2
// ref: https://pkg.go.dev/reflect#DeepEqual

package reflects

import (
	"reflect"
	"testing"
)

var (
	deepEqualA, deepEqualB   = []int{11, 12, 13}, []int{11, 12, 13}
	deepEqualMA, deepEqualMB = map[int]int{1: 2}, map[int]int{1: 2}
	deepEqualSum             int
)

//go:noinline
func deepEqualSlices(a, b []int) int {
	if reflect.DeepEqual(a, b) {
		return 1
	}
	return 0
}

//go:noinline
func deepEqualMaps(a, b map[int]int) int {
	if reflect.DeepEqual(a, b) {
		return 1
	}
	return 0
}

//go:noinline
func deepEqualLoop(a, b []int) int {
	if len(a) != len(b) {
		return 0
	}
	for i := range a {
		if a[i] != b[i] {
			return 0
		}
	}
	return 1
}

func BenchmarkDeepEqualSlices(b *testing.B) {
	for i := 0; i < b.N; i++ {
		deepEqualSum += deepEqualSlices(deepEqualA, deepEqualB)
	}
}

func BenchmarkDeepEqualMaps(b *testing.B) {
	for i := 0; i < b.N; i++ {
		deepEqualSum += deepEqualMaps(deepEqualMA, deepEqualMB)
	}
}

func BenchmarkEqualLoop(b *testing.B) {
	for i := 0; i < b.N; i++ {
		deepEqualSum += deepEqualLoop(deepEqualA, deepEqualB)
	}
}
