// Part of goalloc selftest: the work of one operation is repeated times1, times2, ... times; injected.c writes other numbers.
// title: Small objects on the heap
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
	objectSink []byte
	usedSink   uint64
)

// use reads the object, so that a sample of two milliseconds allocates less than the heap's first 4 MiB: touching those for the
// first time is a cost of the process, not of the operation.
//
//go:noinline
func use(p []byte, x uint64) uint64 {
	for _, b := range p {
		x = (x ^ uint64(b)) * 1099511628211
	}
	return x
}

func BenchmarkObject16(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times1; k++ {
			objectSink = make([]byte, 16)
			usedSink = use(objectSink, usedSink)
		}
	}
}

func BenchmarkObject32(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times2; k++ {
			objectSink = make([]byte, 32)
			usedSink = use(objectSink, usedSink)
		}
	}
}

func BenchmarkObject64(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times3; k++ {
			objectSink = make([]byte, 64)
			usedSink = use(objectSink, usedSink)
		}
	}
}

func BenchmarkObject128(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times4; k++ {
			objectSink = make([]byte, 128)
			usedSink = use(objectSink, usedSink)
		}
	}
}

func BenchmarkObject256(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times5; k++ {
			objectSink = make([]byte, 256)
			usedSink = use(objectSink, usedSink)
		}
	}
}

func BenchmarkObject512(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times6; k++ {
			objectSink = make([]byte, 512)
			usedSink = use(objectSink, usedSink)
		}
	}
}

