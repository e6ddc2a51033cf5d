// title: Counting in a map
// question: Does m[string(b)]++ allocate the key of an entry that exists, and a pointer to a counter instead?
// why: Word counts convert each word; only a new word needs its own string.
// answer: m[string(b)]++ copies the key although it exists, 1 alloc (48 B) in every release to go1.27; a
//   look-up of a pointer 1 in go1.2 only and none since go1.3.
// go: 1.2
// ref: go/src/cmd/compile/internal/walk/order.go

package maps

import "testing"

var (
	updateInPlaceWord     = []byte("a word that is longer than thirty-two bytes")
	updateInPlaceCounts   = map[string]int{"a word that is longer than thirty-two bytes": 1}
	updateInPlacePointers = map[string]*int{"a word that is longer than thirty-two bytes": new(int)}
	updateInPlaceNever    bool
)

//go:noinline
func updateInPlaceIncrement(m map[string]int, b []byte) {
	for updateInPlaceNever {
	}
	m[string(b)]++
}

//go:noinline
func updateInPlacePointer(m map[string]*int, b []byte) {
	for updateInPlaceNever {
	}
	if p := m[string(b)]; p != nil {
		*p++
	}
}

func BenchmarkCountIncrement(b *testing.B) {
	for i := 0; i < b.N; i++ {
		updateInPlaceIncrement(updateInPlaceCounts, updateInPlaceWord)
	}
}

func BenchmarkCountPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		updateInPlacePointer(updateInPlacePointers, updateInPlaceWord)
	}
}
