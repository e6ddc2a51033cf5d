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

var objectSink []byte

func BenchmarkObject16(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times1; k++ {
			objectSink = make([]byte, 16)
		}
	}
}

func BenchmarkObject32(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times2; k++ {
			objectSink = make([]byte, 32)
		}
	}
}

func BenchmarkObject64(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times3; k++ {
			objectSink = make([]byte, 64)
		}
	}
}

func BenchmarkObject128(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times4; k++ {
			objectSink = make([]byte, 128)
		}
	}
}

func BenchmarkObject256(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times5; k++ {
			objectSink = make([]byte, 256)
		}
	}
}

func BenchmarkObject512(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times6; k++ {
			objectSink = make([]byte, 512)
		}
	}
}

