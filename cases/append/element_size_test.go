// title: Growth by element size
// question: How often does append reallocate on the way from nil to 100 elements of 1, 8, 24 and 200 bytes?
// why: The first capacities are rounded up to size classes, so small elements begin with room for more.
// answer: Bytes: 5 allocs up to go1.25, 2 since go1.26 (8 in go1.2). Pointers: 8, 5 since go1.26. Three words:
//   8, 7 since go1.26. 200 bytes: 8 in every release. go1.22 raised B/op of the larger ones: pointers 2040 to
//   2168, three words 6120 to 7528.
// go: 1.2
// ref: go/src/runtime/slice.go
// ref: https://go.dev/doc/go1.25#compiler

package appends

import "testing"

type elementSizeMedium struct {
	p    *int
	a, b int
}

type elementSizeLarge struct {
	p *int
	a [24]int
}

var (
	elementSizeCount = 100
	elementSizeSum   int
)

//go:noinline
func elementSizeBytes(n int) []byte {
	var s []byte
	for i := 0; i < n; i++ {
		s = append(s, byte(i))
	}
	return s
}

//go:noinline
func elementSizePointers(n int) []*int {
	var s []*int
	for i := 0; i < n; i++ {
		s = append(s, &elementSizeSum)
	}
	return s
}

//go:noinline
func elementSizeMediums(n int) []elementSizeMedium {
	var s []elementSizeMedium
	for i := 0; i < n; i++ {
		s = append(s, elementSizeMedium{a: i})
	}
	return s
}

//go:noinline
func elementSizeLarges(n int) []elementSizeLarge {
	var s []elementSizeLarge
	for i := 0; i < n; i++ {
		s = append(s, elementSizeLarge{})
	}
	return s
}

func BenchmarkAppendBytes(b *testing.B) {
	for i := 0; i < b.N; i++ {
		elementSizeSum += len(elementSizeBytes(elementSizeCount))
	}
}

func BenchmarkAppendPointers(b *testing.B) {
	for i := 0; i < b.N; i++ {
		elementSizeSum += len(elementSizePointers(elementSizeCount))
	}
}

func BenchmarkAppendMediums(b *testing.B) {
	for i := 0; i < b.N; i++ {
		elementSizeSum += len(elementSizeMediums(elementSizeCount))
	}
}

func BenchmarkAppendLarges(b *testing.B) {
	for i := 0; i < b.N; i++ {
		elementSizeSum += len(elementSizeLarges(elementSizeCount))
	}
}
