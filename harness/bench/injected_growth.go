// Part of goalloc selftest: the work of one operation is repeated times1, times2, ... times; injected.c writes other numbers.
// title: Append, from nothing
package injected

import "testing"

const (
	times1 = 100
	times2 = 100
	times3 = 100
	times4 = 100
	times5 = 100
	times6 = 100
)

var (
	grownSink []int
	usedSink  uint64
)

//go:noinline
func grow(n int) []int {
	var s []int
	for i := 0; i < n; i++ {
		s = append(s, i)
	}
	return s
}

// use reads what has grown: see injected_objects.go.
//
//go:noinline
func use(s []int, x uint64) uint64 {
	for _, v := range s {
		for i := 0; i < 8; i++ {
			x = (x ^ uint64(v)) * 1099511628211
		}
	}
	return x
}

func BenchmarkGrow2(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times1; k++ {
			grownSink = grow(2)
			usedSink = use(grownSink, usedSink)
		}
	}
}

func BenchmarkGrow4(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times2; k++ {
			grownSink = grow(4)
			usedSink = use(grownSink, usedSink)
		}
	}
}

func BenchmarkGrow8(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times3; k++ {
			grownSink = grow(8)
			usedSink = use(grownSink, usedSink)
		}
	}
}

func BenchmarkGrow16(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times4; k++ {
			grownSink = grow(16)
			usedSink = use(grownSink, usedSink)
		}
	}
}

func BenchmarkGrow32(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times5; k++ {
			grownSink = grow(32)
			usedSink = use(grownSink, usedSink)
		}
	}
}

func BenchmarkGrow64(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times6; k++ {
			grownSink = grow(64)
			usedSink = use(grownSink, usedSink)
		}
	}
}

