// title: Cost of a collection, with and without pointers
// question: How much longer does one collection take when 8 MiB of live objects hold pointers than when they hold none?
// why: The collector does not look inside an object whose type has no pointers; that is the whole promise of pointer-free data.
// answer: TODO
// go: 1.2
// ref: https://go.dev/doc/gc-guide

package gc

import (
	"runtime"
	"testing"
)

const heapObjects = 8 << 20 / 128

// Both kinds of object have 128 bytes.
type plainObject struct {
	word [16]uint64
}

type linkedObject struct {
	next *linkedObject
	word [15]uint64
}

var (
	heapPlain  []*plainObject
	heapLinked []*linkedObject
	heapFlat   []plainObject
)

func heapCollect(b *testing.B) {
	runtime.GC()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		runtime.GC()
	}
	b.StopTimer()
	heapPlain, heapLinked, heapFlat = nil, nil, nil
	runtime.GC()
}

func BenchmarkNothing(b *testing.B) {
	heapCollect(b)
}

func BenchmarkOneFlatSlice(b *testing.B) {
	heapFlat = make([]plainObject, heapObjects)
	heapCollect(b)
}

func BenchmarkObjectsWithoutPointers(b *testing.B) {
	heapPlain = make([]*plainObject, heapObjects)
	for i := range heapPlain {
		heapPlain[i] = new(plainObject)
	}
	heapCollect(b)
}

func BenchmarkObjectsWithPointers(b *testing.B) {
	heapLinked = make([]*linkedObject, heapObjects)
	var last *linkedObject
	for i := range heapLinked {
		last = &linkedObject{next: last}
		heapLinked[i] = last
	}
	heapCollect(b)
}
