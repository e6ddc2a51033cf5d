// title: A small map literal
// question: What does a map literal of 3, 8, 9 and 30 entries allocate when it stays local?
// why: Lookup tables are written as literals in the function that uses them.
// answer: Three or eight entries: 2 allocs up to go1.9, none since go1.10. Nine: 3 up to go1.7, 2 in go1.8-1.9,
//   1 (288 B) from go1.10 to go1.23 and 3 (328 B) since go1.24. A switch costs none.
// go: 1.2
// ref: https://go.dev/blog/swisstable

package maps

import "testing"

var (
	smallLiteralKey = 2
	smallLiteralSum int
)

//go:noinline
func smallLiteralThree(k int) int {
	m := map[int]int{1: 11, 2: 12, 3: 13}
	return m[k]
}

//go:noinline
func smallLiteralEight(k int) int {
	m := map[int]int{1: 11, 2: 12, 3: 13, 4: 14, 5: 15, 6: 16, 7: 17, 8: 18}
	return m[k]
}

//go:noinline
func smallLiteralNine(k int) int {
	m := map[int]int{1: 11, 2: 12, 3: 13, 4: 14, 5: 15, 6: 16, 7: 17, 8: 18, 9: 19}
	return m[k]
}

//go:noinline
func smallLiteralSwitch(k int) int {
	switch k {
	case 1:
		return 11
	case 2:
		return 12
	case 3:
		return 13
	}
	return 0
}

func BenchmarkLiteralOfThree(b *testing.B) {
	for i := 0; i < b.N; i++ {
		smallLiteralSum += smallLiteralThree(smallLiteralKey)
	}
}

func BenchmarkLiteralOfEight(b *testing.B) {
	for i := 0; i < b.N; i++ {
		smallLiteralSum += smallLiteralEight(smallLiteralKey)
	}
}

func BenchmarkLiteralOfNine(b *testing.B) {
	for i := 0; i < b.N; i++ {
		smallLiteralSum += smallLiteralNine(smallLiteralKey)
	}
}

func BenchmarkSwitchInstead(b *testing.B) {
	for i := 0; i < b.N; i++ {
		smallLiteralSum += smallLiteralSwitch(smallLiteralKey)
	}
}
