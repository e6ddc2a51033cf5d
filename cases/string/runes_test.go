// title: Strings and runes
// question: What do []rune(s), string(runes) and a range over []rune(s) allocate?
// why: Reversing, truncating and indexing text by character goes through []rune.
// answer: Short and local: 1 alloc up to go1.4, none since go1.5 (32 runes fit a buffer). Longer: 1 in every
//   release, in a range loop too. len([]rune(s)): 1 up to go1.10, none since go1.11. string(runes): 1 in every
//   release.
// go: 1.2
// ref: go/src/runtime/string.go

package strcase

import "testing"

var (
	runesText  = "déjà vu, süß"
	runesLong  = "déjà vu, süß, déjà vu, süß, déjà vu, süß"
	runesRunes = []rune("déjà vu, süß")
	runesHeld  string
	runesSum   int
)

//go:noinline
func runesLast(s string) int {
	r := []rune(s)
	return int(r[len(r)-1])
}

//go:noinline
func runesRange(s string) int {
	n := 0
	for _, c := range []rune(s) {
		n += int(c)
	}
	return n
}

//go:noinline
func runesCount(s string) int { return len([]rune(s)) }

//go:noinline
func runesBack(r []rune) string { return string(r) }

func BenchmarkRunesShort(b *testing.B) {
	for i := 0; i < b.N; i++ {
		runesSum += runesLast(runesText)
	}
}

func BenchmarkRunesLong(b *testing.B) {
	for i := 0; i < b.N; i++ {
		runesSum += runesLast(runesLong)
	}
}

func BenchmarkRunesRange(b *testing.B) {
	for i := 0; i < b.N; i++ {
		runesSum += runesRange(runesLong)
	}
}

func BenchmarkRunesCounted(b *testing.B) {
	for i := 0; i < b.N; i++ {
		runesSum += runesCount(runesLong)
	}
}

func BenchmarkRunesToString(b *testing.B) {
	for i := 0; i < b.N; i++ {
		runesHeld = runesBack(runesRunes)
	}
}
