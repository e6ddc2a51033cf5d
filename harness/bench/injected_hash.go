// Part of goalloc selftest: the work of one operation is repeated times1, times2, ... times; injected.c writes other numbers.
// title: Hashing bytes, a chain of multiplications
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
	hashed   [256]byte
	hashSink uint64
)

//go:noinline
func hash(p []byte, x uint64) uint64 {
	for _, b := range p {
		x = (x ^ uint64(b)) * 1099511628211
	}
	return x
}

func BenchmarkHash8(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times1; k++ {
			hashSink = hash(hashed[:8], hashSink)
		}
	}
}

func BenchmarkHash16(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times2; k++ {
			hashSink = hash(hashed[:16], hashSink)
		}
	}
}

func BenchmarkHash32(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times3; k++ {
			hashSink = hash(hashed[:32], hashSink)
		}
	}
}

func BenchmarkHash64(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times4; k++ {
			hashSink = hash(hashed[:64], hashSink)
		}
	}
}

func BenchmarkHash128(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times5; k++ {
			hashSink = hash(hashed[:128], hashSink)
		}
	}
}

func BenchmarkHash256(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times6; k++ {
			hashSink = hash(hashed[:256], hashSink)
		}
	}
}

