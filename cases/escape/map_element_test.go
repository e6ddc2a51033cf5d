// title: A pointer kept in a local map
// question: Does a variable escape because its address is a value, or a key, of a map that stays local?
// why: Sets of pointers are the usual way to find cycles and duplicates; the map itself may be on the stack
//   while its contents are not.
// answer: Still open: a pointer stored as value or key costs 1 alloc (16 B) for the variable in every release,
//   while the local map itself went from 2 allocs to none in go1.5; a pointer used only to look up costs none.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921

package escape

import "testing"

type mapElementCell struct {
	n    int
	next *mapElementCell
}

var (
	mapElementInput = 1001
	mapElementSum   int
)

//go:noinline
func mapElementPlain(n int) int {
	c := mapElementCell{n: n}
	m := make(map[int]mapElementCell)
	m[n] = c
	return m[n].n
}

//go:noinline
func mapElementValue(n int) int {
	c := mapElementCell{n: n}
	m := make(map[int]*mapElementCell)
	m[n] = &c
	return m[n].n
}

//go:noinline
func mapElementKey(n int) int {
	c := mapElementCell{n: n}
	m := make(map[*mapElementCell]int)
	m[&c] = n
	return m[&c]
}

//go:noinline
func mapElementLookup(m map[*mapElementCell]int, n int) int {
	c := mapElementCell{n: n}
	return m[&c] + n
}

func BenchmarkMapOfValues(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapElementSum += mapElementPlain(mapElementInput)
	}
}

func BenchmarkMapOfPointers(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapElementSum += mapElementValue(mapElementInput)
	}
}

func BenchmarkMapKeyPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapElementSum += mapElementKey(mapElementInput)
	}
}

func BenchmarkMapLookupPointer(b *testing.B) {
	m := map[*mapElementCell]int{nil: 1}
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		mapElementSum += mapElementLookup(m, mapElementInput)
	}
}
