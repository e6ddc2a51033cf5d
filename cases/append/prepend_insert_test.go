// title: Inserting at the front
// question: What does prepending with append([]T{x}, s...) cost, and with append and copy into spare capacity?
// why: The short spelling makes two slices; the careful one may need none.
// answer: The literal spelling takes 2 allocs (8 B and 96 B) in every release, shifting within the capacity
//   none.
// go: 1.2
// ref: https://go.dev/wiki/SliceTricks

package appends

import "testing"

var (
	prependInsertItems = make([]*int, 10, 16)
	prependInsertSum   int
	prependInsertNever bool
)

//go:noinline
func prependInsertLiteral(x *int, s []*int) []*int {
	for prependInsertNever {
	}
	return append([]*int{x}, s...)
}

//go:noinline
func prependInsertShift(x *int, s []*int) []*int {
	for prependInsertNever {
	}
	s = append(s, nil)
	copy(s[1:], s)
	s[0] = x
	return s
}

func BenchmarkPrependLiteral(b *testing.B) {
	for i := 0; i < b.N; i++ {
		prependInsertSum += len(prependInsertLiteral(&prependInsertSum, prependInsertItems))
	}
}

func BenchmarkPrependShift(b *testing.B) {
	for i := 0; i < b.N; i++ {
		prependInsertSum += len(prependInsertShift(&prependInsertSum, prependInsertItems))
	}
}
