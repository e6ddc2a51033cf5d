// title: Conversion to an interface and back
// question: Which values allocate when they are put into an interface that outlives the function, and what does
//   taking them out cost?
// why: An interface holds a pointer; every value that is not one needs a place to be copied to.
// answer: An int costs 1 alloc of 8 bytes since go1.4, none below 256 since go1.15; a string always 16 bytes,
//   three ints 32 and since go1.16 24 bytes; a pointer and an assertion never allocate. An int that goes in and
//   comes out again locally is free except in go1.4 (go1.2-1.3 keep ints in the interface word).
// go: 1.2
// ref: https://go.dev/doc/go1.4
// ref: https://go.dev/doc/go1.15
// ref: go/src/runtime/iface.go

package interfaces

import "testing"

type conversionPoint struct {
	x, y, z int
}

var (
	conversionInt    = 1234567
	conversionSmall  = 200
	conversionString = "some text"
	conversionStruct = conversionPoint{1, 2, 3}
	conversionHeld   interface{}
	conversionSum    int
	conversionNever  bool
)

//go:noinline
func convertInt(x int) {
	for conversionNever {
	}
	conversionHeld = x
}

//go:noinline
func convertString(x string) {
	for conversionNever {
	}
	conversionHeld = x
}

//go:noinline
func convertStruct(x conversionPoint) {
	for conversionNever {
	}
	conversionHeld = x
}

//go:noinline
func convertPointer(x *conversionPoint) {
	for conversionNever {
	}
	conversionHeld = x
}

//go:noinline
func assertInt(v interface{}) int {
	for conversionNever {
	}
	return v.(int)
}

//go:noinline
func convertLocal(x int) int {
	for conversionNever {
	}
	return assertInt(x)
}

func BenchmarkInt(b *testing.B) {
	for i := 0; i < b.N; i++ {
		convertInt(conversionInt)
	}
}

func BenchmarkSmallInt(b *testing.B) {
	for i := 0; i < b.N; i++ {
		convertInt(conversionSmall)
	}
}

func BenchmarkString(b *testing.B) {
	for i := 0; i < b.N; i++ {
		convertString(conversionString)
	}
}

func BenchmarkStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		convertStruct(conversionStruct)
	}
}

func BenchmarkPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		convertPointer(&conversionStruct)
	}
}

func BenchmarkIntThereAndBack(b *testing.B) {
	for i := 0; i < b.N; i++ {
		conversionSum += convertLocal(conversionInt)
	}
}

func BenchmarkAssertInt(b *testing.B) {
	var v interface{} = conversionInt
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		conversionSum += assertInt(v)
	}
}
