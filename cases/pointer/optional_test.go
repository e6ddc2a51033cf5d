// title: Optional values: pointer or value and flag
// question: What does returning *int for "maybe" allocate against returning a value and a bool?
// why: Pointers are used to say "absent", and each present one is an object.
// answer: A pointer to a copy 1 alloc (8 B) in every release; a pointer into the slice, a flag and a struct
//   none.
// go: 1.2
// ref: https://go.dev/doc/effective_go#multiple-returns

package pointer

import "testing"

var (
	optionalTable = []int{1001, 1002, 1003, 1004}
	optionalIndex = 2
	optionalSum   int
	optionalNever bool
)

type optionalMaybe struct {
	value int
	link  *int
	ok    bool
}

//go:noinline
func optionalPointer(s []int, i int) *int {
	for optionalNever {
	}
	v := s[i]
	return &v
}

//go:noinline
func optionalInto(s []int, i int) *int {
	for optionalNever {
	}
	return &s[i]
}

//go:noinline
func optionalFlag(s []int, i int) (int, bool) {
	for optionalNever {
	}
	return s[i], true
}

//go:noinline
func optionalStruct(s []int, i int) optionalMaybe {
	for optionalNever {
	}
	return optionalMaybe{value: s[i], ok: true}
}

func BenchmarkOptionalPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		optionalSum += *optionalPointer(optionalTable, optionalIndex)
	}
}

func BenchmarkOptionalIntoSlice(b *testing.B) {
	for i := 0; i < b.N; i++ {
		optionalSum += *optionalInto(optionalTable, optionalIndex)
	}
}

func BenchmarkOptionalFlag(b *testing.B) {
	for i := 0; i < b.N; i++ {
		v, _ := optionalFlag(optionalTable, optionalIndex)
		optionalSum += v
	}
}

func BenchmarkOptionalStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		optionalSum += optionalStruct(optionalTable, optionalIndex).value
	}
}
