// title: A set as a map
// question: Does a set with room for 100 take less as map[int]struct{} than as map[int]bool?
// why: The empty struct takes no room in the entry, but entries are aligned.
// answer: For ints a tenth or less up to go1.23 (1432 B against 1560 B in go1.22), nothing in go1.21 and since
//   go1.24 (2344 B both); for bytes 440 B against 600 B in go1.22, and since go1.24 424 B both.
// go: 1.2
// ref: https://go.dev/ref/spec#Struct_types

package maps

import "testing"

var (
	setHundred = 100
	setSum     int
)

//go:noinline
func setBool(n int) int {
	m := make(map[int]bool, n)
	m[n] = true
	return len(m)
}

//go:noinline
func setStruct(n int) int {
	m := make(map[int]struct{}, n)
	m[n] = struct{}{}
	return len(m)
}

//go:noinline
func setByteBool(n int) int {
	m := make(map[uint8]bool, n)
	m[uint8(n)] = true
	return len(m)
}

//go:noinline
func setByteStruct(n int) int {
	m := make(map[uint8]struct{}, n)
	m[uint8(n)] = struct{}{}
	return len(m)
}

func BenchmarkSetOfBool(b *testing.B) {
	for i := 0; i < b.N; i++ {
		setSum += setBool(setHundred)
	}
}

func BenchmarkSetOfStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		setSum += setStruct(setHundred)
	}
}

func BenchmarkSetOfByteBool(b *testing.B) {
	for i := 0; i < b.N; i++ {
		setSum += setByteBool(setHundred)
	}
}

func BenchmarkSetOfByteStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		setSum += setByteStruct(setHundred)
	}
}
