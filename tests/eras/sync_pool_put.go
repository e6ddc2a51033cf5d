// title: What to put into a sync.Pool
// question: Does recycling byte slices through a sync.Pool save the allocation, or only exchange it for another?
// why: Put takes an interface; a slice value has to be boxed on every Put, a pointer does not.
// answer: Putting a slice costs 1 alloc in every release (32 B, 24 B since go1.16), and so does the address
//   of a local slice; putting back the pointer that Get returned costs none. Without the pool: 1 alloc of 512
//   B.
// go: 1.3
// ref: https://pkg.go.dev/sync#Pool

package sync

import (
	"sync"
	"testing"
)

var (
	poolBytes      = 512
	poolOfSlices   = sync.Pool{New: func() interface{} { return make([]byte, 0, poolBytes) }}
	poolOfPointers = sync.Pool{New: func() interface{} { s := make([]byte, 0, poolBytes); return &s }}
	poolText       = "some text that a request leaves in its buffer"
	poolSum        int
)

//go:noinline
func fresh(text string) int {
	s := make([]byte, 0, poolBytes)
	s = fill(s, text)
	return len(s)
}

//go:noinline
func fill(s []byte, text string) []byte {
	for i := 0; i < 3; i++ {
		s = append(s, text...)
	}
	return s
}

//go:noinline
func poolSlice(text string) int {
	s := poolOfSlices.Get().([]byte)
	s = fill(s, text)
	poolOfSlices.Put(s[:0])
	return len(s)
}

// poolPointer keeps the pointer it was given and puts the same one back.
//
//go:noinline
func poolPointer(text string) int {
	p := poolOfPointers.Get().(*[]byte)
	s := fill(*p, text)
	*p = s[:0]
	poolOfPointers.Put(p)
	return len(s)
}

// poolNewPointer forgets the pointer it was given and puts back the address of a local variable.
//
//go:noinline
func poolNewPointer(text string) int {
	s := *poolOfPointers.Get().(*[]byte)
	n := len(fill(s, text))
	s = s[:0]
	poolOfPointers.Put(&s)
	return n
}

func BenchmarkNoPool(b *testing.B) {
	for i := 0; i < b.N; i++ {
		poolSum += fresh(poolText)
	}
}

func BenchmarkPoolSlice(b *testing.B) {
	for i := 0; i < b.N; i++ {
		poolSum += poolSlice(poolText)
	}
}

func BenchmarkPoolPointerKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		poolSum += poolPointer(poolText)
	}
}

func BenchmarkPoolPointerOfLocal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		poolSum += poolNewPointer(poolText)
	}
}
