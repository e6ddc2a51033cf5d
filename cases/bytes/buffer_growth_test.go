// title: A bytes.Buffer growing
// question: How many allocations does a bytes.Buffer take to hold 10,000 bytes written 100 at a time?
// why: Growth is by doubling, but the policy and the first size have been changed several times.
// answer: 8 allocs up to go1.11, 7 from go1.12 to go1.18, 8 since go1.19, which takes 32,144 B instead of
//   25,968 B; after Grow 2 up to go1.11 and 1 since go1.12; reused: none.
// go: 1.2
// ref: go/src/bytes/buffer.go

package bytescase

import (
	"bytes"
	"testing"
)

var (
	bufferGrowthChunk  = make([]byte, 100)
	bufferGrowthRounds = 100
	bufferGrowthSum    int
)

//go:noinline
func bufferGrowthUnsized(p []byte, n int) int {
	var b bytes.Buffer
	for i := 0; i < n; i++ {
		b.Write(p)
	}
	return b.Len()
}

//go:noinline
func bufferGrowthGrown(p []byte, n int) int {
	var b bytes.Buffer
	b.Grow(n * len(p))
	for i := 0; i < n; i++ {
		b.Write(p)
	}
	return b.Len()
}

//go:noinline
func bufferGrowthReused(b *bytes.Buffer, p []byte, n int) int {
	b.Reset()
	for i := 0; i < n; i++ {
		b.Write(p)
	}
	return b.Len()
}

func BenchmarkBufferUnsized(b *testing.B) {
	for i := 0; i < b.N; i++ {
		bufferGrowthSum += bufferGrowthUnsized(bufferGrowthChunk, bufferGrowthRounds)
	}
}

func BenchmarkBufferGrown(b *testing.B) {
	for i := 0; i < b.N; i++ {
		bufferGrowthSum += bufferGrowthGrown(bufferGrowthChunk, bufferGrowthRounds)
	}
}

func BenchmarkBufferReused(b *testing.B) {
	buf := new(bytes.Buffer)
	buf.Grow(20000)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		bufferGrowthSum += bufferGrowthReused(buf, bufferGrowthChunk, bufferGrowthRounds)
	}
}
