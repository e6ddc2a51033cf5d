// title: Append past the capacity
// question: How often does append reallocate on the way to n ints, and how much does it over-allocate?
// why: Each reallocation copies everything; the growth policy decides B/op of every append loop that was not
//   given a size.
// answer: From nil to 100 ints: 8 allocs and 2040 bytes up to go1.24, 5 and 1984 since go1.25, whose first 32
//   bytes are on the stack (for a slice that is returned since go1.26). The growth of large slices changed in
//   go1.3 and in go1.18: nil to 10,000 ints takes 22 allocs and 467 kB in go1.2, 20 and 386 kB up to go1.17, 19
//   and 358 kB since, 16 since go1.25; one past a capacity of 1000 yields 2048 up to go1.17, 1536 since. A million
//   bytes: 42 allocs in go1.2, 35, 33 since go1.18, 30 since go1.25.
// go: 1.2
// ref: https://go.dev/ref/spec#Appending_and_copying_slices
// ref: https://go.dev/doc/go1.18#runtime
// ref: https://go.dev/doc/go1.25
// ref: https://go.dev/doc/go1.26
// ref: go/src/runtime/slice.go

package slice

import "testing"

var (
	growthOne      = 1
	growthHundred  = 100
	growthThousand = 1000
	growthMyriad   = 10000
	growthMillion  = 1000000
	growthSum      int
	growthKept     []int
)

//go:noinline
func growthFromNil(n int) int {
	var s []int
	for i := 0; i < n; i++ {
		s = append(s, i)
	}
	return s[n-1] + cap(s)
}

// growthBytes goes far with small elements: a million ints would cost tens of milliseconds.
//
//go:noinline
func growthBytes(n int) int {
	var s []byte
	for i := 0; i < n; i++ {
		s = append(s, byte(i))
	}
	return int(s[n-1]) + cap(s)
}

//go:noinline
func growthFromConst(n int) int {
	s := make([]int, 0, 64)
	for i := 0; i < n; i++ {
		s = append(s, i)
	}
	return s[n-1] + cap(s)
}

//go:noinline
func growthFromRuntime(n, c int) int {
	s := make([]int, 0, c)
	for i := 0; i < n; i++ {
		s = append(s, i)
	}
	return s[n-1] + cap(s)
}

//go:noinline
func growthReturned(n int) []int {
	var s []int
	for i := 0; i < n; i++ {
		s = append(s, i)
	}
	return s
}

func BenchmarkFromNilTo1(b *testing.B) {
	for i := 0; i < b.N; i++ {
		growthSum += growthFromNil(growthOne)
	}
}

func BenchmarkFromNilTo100(b *testing.B) {
	for i := 0; i < b.N; i++ {
		growthSum += growthFromNil(growthHundred)
	}
}

func BenchmarkFromNilTo100Returned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		growthKept = growthReturned(growthHundred)
	}
	growthKept = nil
}

func BenchmarkFromNilTo10000(b *testing.B) {
	for i := 0; i < b.N; i++ {
		growthSum += growthFromNil(growthMyriad)
	}
}

func BenchmarkBytesFromNilTo1000000(b *testing.B) {
	for i := 0; i < b.N; i++ {
		growthSum += growthBytes(growthMillion)
	}
}

func BenchmarkFromConst64To100(b *testing.B) {
	for i := 0; i < b.N; i++ {
		growthSum += growthFromConst(growthHundred)
	}
}

func BenchmarkFromRuntime1000To1000(b *testing.B) {
	for i := 0; i < b.N; i++ {
		growthSum += growthFromRuntime(growthThousand, growthThousand)
	}
}

func BenchmarkFromRuntime1000To1001(b *testing.B) {
	for i := 0; i < b.N; i++ {
		growthSum += growthFromRuntime(growthThousand+1, growthThousand)
	}
}
