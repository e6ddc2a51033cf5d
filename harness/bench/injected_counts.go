// Part of goalloc selftest: one more allocation, or one more size class, exactly; injected.c writes the other numbers.
// title: Counts that change by the least there is
package injected

import "testing"

const (
	objects1 = 1
	objects2 = 10
	objects3 = 1000
	size1    = 16
	size2    = 64
	size3    = 1024
	size4    = 8192
	appends  = 64
)

var (
	countSink []byte
	sliceSink []int
)

//go:noinline
func allocate(n int) {
	for i := 0; i < n; i++ {
		countSink = make([]byte, 32)
	}
}

func BenchmarkOne(b *testing.B) {
	for i := 0; i < b.N; i++ {
		allocate(objects1)
	}
}

func BenchmarkTen(b *testing.B) {
	for i := 0; i < b.N; i++ {
		allocate(objects2)
	}
}

func BenchmarkThousand(b *testing.B) {
	for i := 0; i < b.N; i++ {
		allocate(objects3)
	}
}

func BenchmarkSize16(b *testing.B) {
	for i := 0; i < b.N; i++ {
		countSink = make([]byte, size1)
	}
}

func BenchmarkSize64(b *testing.B) {
	for i := 0; i < b.N; i++ {
		countSink = make([]byte, size2)
	}
}

func BenchmarkSize1024(b *testing.B) {
	for i := 0; i < b.N; i++ {
		countSink = make([]byte, size3)
	}
}

func BenchmarkSize8192(b *testing.B) {
	for i := 0; i < b.N; i++ {
		countSink = make([]byte, size4)
	}
}

// append runs full once more, and takes the next size with it
func BenchmarkAppend(b *testing.B) {
	for i := 0; i < b.N; i++ {
		var s []int
		for k := 0; k < appends; k++ {
			s = append(s, k)
		}
		sliceSink = s
	}
}
