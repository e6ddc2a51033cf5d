// title: Bytes, bools and small integers in an interface
// question: Which one-byte and small values are put into a kept interface without an allocation?
// why: The runtime has a table of the 256 values of a byte; wider types use it when the value fits.
// answer: A byte and a bool: 1 alloc in go1.4-1.8, none since go1.9. A uint16 below 256: 1 up to go1.14, none
//   since go1.15. 256 and -1: 1 in every release since go1.4. Up to go1.3 all of them fit the interface word.
// go: 1.2
// ref: https://go.dev/doc/go1.15#runtime
// ref: go/src/runtime/iface.go

package interfaces

import "testing"

var (
	smallValuesByte  = byte(200)
	smallValuesFlag  = true
	smallValuesWord  = uint16(255)
	smallValuesLimit = uint32(256)
	smallValuesMinus = -1
	smallValuesHeld  interface{}
	smallValuesNever bool
)

//go:noinline
func smallValuesOfByte(v byte) {
	for smallValuesNever {
	}
	smallValuesHeld = v
}

//go:noinline
func smallValuesOfBool(v bool) {
	for smallValuesNever {
	}
	smallValuesHeld = v
}

//go:noinline
func smallValuesOfUint16(v uint16) {
	for smallValuesNever {
	}
	smallValuesHeld = v
}

//go:noinline
func smallValuesOfUint32(v uint32) {
	for smallValuesNever {
	}
	smallValuesHeld = v
}

//go:noinline
func smallValuesOfInt(v int) {
	for smallValuesNever {
	}
	smallValuesHeld = v
}

func BenchmarkSmallByte(b *testing.B) {
	for i := 0; i < b.N; i++ {
		smallValuesOfByte(smallValuesByte)
	}
}

func BenchmarkSmallBool(b *testing.B) {
	for i := 0; i < b.N; i++ {
		smallValuesOfBool(smallValuesFlag)
	}
}

func BenchmarkSmallUint16Of255(b *testing.B) {
	for i := 0; i < b.N; i++ {
		smallValuesOfUint16(smallValuesWord)
	}
}

func BenchmarkSmallUint32Of256(b *testing.B) {
	for i := 0; i < b.N; i++ {
		smallValuesOfUint32(smallValuesLimit)
	}
}

func BenchmarkSmallIntMinusOne(b *testing.B) {
	for i := 0; i < b.N; i++ {
		smallValuesOfInt(smallValuesMinus)
	}
}
