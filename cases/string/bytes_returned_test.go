// title: A conversion that leaves the function
// question: What does string(b) cost when it is returned, for no, one, and many bytes?
// why: A string must not change with the bytes it was made from, so it is a copy; short ones may have a place
//   already.
// answer: 1 alloc for 20 bytes in every release (32 B, 24 B since go1.16) and none for an empty slice; a single
//   byte cost 1 up to go1.10 and none since go1.11.
// go: 1.2
// ref: go/src/runtime/string.go
// ref: https://go.dev/doc/go1.10#performance

package strcase

import "testing"

var (
	bytesReturnedNone  = []byte{}
	bytesReturnedOne   = []byte("x")
	bytesReturnedMany  = []byte("twenty bytes of text")
	bytesReturnedHeld  string
	bytesReturnedNever bool
)

//go:noinline
func bytesReturnedConvert(b []byte) string {
	for bytesReturnedNever {
	}
	return string(b)
}

func BenchmarkConvertNone(b *testing.B) {
	for i := 0; i < b.N; i++ {
		bytesReturnedHeld = bytesReturnedConvert(bytesReturnedNone)
	}
}

func BenchmarkConvertOne(b *testing.B) {
	for i := 0; i < b.N; i++ {
		bytesReturnedHeld = bytesReturnedConvert(bytesReturnedOne)
	}
}

func BenchmarkConvertMany(b *testing.B) {
	for i := 0; i < b.N; i++ {
		bytesReturnedHeld = bytesReturnedConvert(bytesReturnedMany)
	}
}
