// title: Large keys and values in a map
// question: Are values of 128 and 129 bytes stored in the map, or each in an allocation of its own?
// why: Above a limit the map holds pointers, so each insertion allocates.
// answer: 128 bytes are stored in the map and cost none when an entry is replaced, 136 bytes 1 alloc (144 B)
//   for each insertion, in every release; looking up never allocates.
// go: 1.2
// ref: go/src/internal/runtime/maps/map.go

package maps

import "testing"

type largeValuesFits struct {
	p    *int
	room [15]int
}

type largeValuesOver struct {
	p    *int
	room [16]int
}

var (
	largeValuesKey   = 1001
	largeValuesSmall largeValuesFits
	largeValuesLarge largeValuesOver
	largeValuesSum   int
)

//go:noinline
func largeValuesInsertFits(m map[int]largeValuesFits, k int) {
	delete(m, k)
	m[k] = largeValuesSmall
}

//go:noinline
func largeValuesInsertOver(m map[int]largeValuesOver, k int) {
	delete(m, k)
	m[k] = largeValuesLarge
}

//go:noinline
func largeValuesLookupOver(m map[int]largeValuesOver, k int) int { return m[k].room[3] }

func BenchmarkInsertValue128(b *testing.B) {
	m := map[int]largeValuesFits{}
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		largeValuesInsertFits(m, largeValuesKey)
	}
}

func BenchmarkInsertValue136(b *testing.B) {
	m := map[int]largeValuesOver{}
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		largeValuesInsertOver(m, largeValuesKey)
	}
}

func BenchmarkLookupValue136(b *testing.B) {
	m := map[int]largeValuesOver{1001: largeValuesLarge}
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		largeValuesSum += largeValuesLookupOver(m, largeValuesKey)
	}
}
