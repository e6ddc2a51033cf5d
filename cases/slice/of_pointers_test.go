// title: A slice of pointers that stays local
// question: When a pointer to a local variable is appended to a local slice of pointers, does the slice escape,
//   the variable, or both?
// why: Escape analysis does not follow what is stored through a slice: the pointee pays although nothing leaves
//   the function.
// answer: With a constant capacity only the variable: `moved to heap: str`, 1 alloc of 16 bytes in every
//   release, while the make does not escape; with a capacity known at run time the array is a second alloc, of 896
//   bytes (about 840 in go1.2), in go1.27 still. Values instead of pointers: none.
// go: 1.2
// ref: https://go.dev/doc/faq#stack_or_heap

package slice

import "testing"

var (
	ofPointersText  = "some text"
	ofPointersCap   = 100
	ofPointersSum   int
	ofPointersNever bool
)

//go:noinline
func ofPointersConst() int {
	for ofPointersNever {
	}
	str := ofPointersText
	s := make([]*string, 1, 100)
	s = append(s, &str)
	return len(*s[len(s)-1])
}

//go:noinline
func ofPointersRuntime(n int) int {
	for ofPointersNever {
	}
	str := ofPointersText
	s := make([]*string, 1, n)
	s = append(s, &str)
	return len(*s[len(s)-1])
}

//go:noinline
func ofPointersValues() int {
	for ofPointersNever {
	}
	str := ofPointersText
	s := make([]string, 1, 100)
	s = append(s, str)
	return len(s[len(s)-1])
}

func BenchmarkConstCapacity(b *testing.B) {
	for i := 0; i < b.N; i++ {
		ofPointersSum += ofPointersConst()
	}
}

func BenchmarkRuntimeCapacity(b *testing.B) {
	for i := 0; i < b.N; i++ {
		ofPointersSum += ofPointersRuntime(ofPointersCap)
	}
}

func BenchmarkValuesConstCapacity(b *testing.B) {
	for i := 0; i < b.N; i++ {
		ofPointersSum += ofPointersValues()
	}
}
