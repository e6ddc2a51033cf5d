// title: The ninth entry of a map
// question: What does the ninth entry of a map cost, with and without a hint, and with one that is too small?
// why: A map of up to eight entries is one bucket or group; the ninth makes it a table.
// answer: Eight entries 2 allocs (192 B) in every release; nine 3 (480 B) up to go1.23 and 5 (520 B) since
//   go1.24, with the right hint 2 (336 B) and 4 (376 B).
// go: 1.2
// ref: https://go.dev/doc/go1.24#runtime
// ref: https://go.dev/blog/swisstable

package maps

import "testing"

var (
	ninthEntryEight = 8
	ninthEntryNine  = 9
	ninthEntryHeld  map[int]int
	ninthEntrySum   int
)

//go:noinline
func ninthEntryFill(m map[int]int, n int) int {
	for i := 0; i < n; i++ {
		m[i] = i
	}
	return len(m)
}

//go:noinline
func ninthEntryUnsized(n int) int {
	ninthEntryHeld = make(map[int]int)
	return ninthEntryFill(ninthEntryHeld, n)
}

//go:noinline
func ninthEntryHinted(n int) int {
	ninthEntryHeld = make(map[int]int, n)
	return ninthEntryFill(ninthEntryHeld, n)
}

func BenchmarkUnsizedEightEntries(b *testing.B) {
	for i := 0; i < b.N; i++ {
		ninthEntrySum += ninthEntryUnsized(ninthEntryEight)
	}
}

func BenchmarkUnsizedNineEntries(b *testing.B) {
	for i := 0; i < b.N; i++ {
		ninthEntrySum += ninthEntryUnsized(ninthEntryNine)
	}
}

func BenchmarkHintedNineEntries(b *testing.B) {
	for i := 0; i < b.N; i++ {
		ninthEntrySum += ninthEntryHinted(ninthEntryNine)
	}
}
