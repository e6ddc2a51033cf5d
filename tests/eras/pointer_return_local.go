// title: Address of a local variable returned
// question: Does returning the address of a local string put that string on the heap, and does inlining save it?
// why: The commonest way to cause an allocation without writing new or make: it is paid on every call.
// answer: Yes: `moved to heap: s`, 1 alloc of 16 bytes per call in every release (go1.2-1.3 count 17); when the
//   function is inlined into a caller that keeps the pointer to itself, none since go1.2, but again one with -l.
// go: 1.2
// ref: https://go.dev/doc/faq#stack_or_heap

package pointer

import "testing"

var (
	returnLocalText  = "some text"
	returnLocalSum   int
	returnLocalNever bool
)

//go:noinline
func returnPointer() *string {
	for returnLocalNever {
	}
	s := returnLocalText
	return &s
}

//go:noinline
func returnValue() string {
	for returnLocalNever {
	}
	s := returnLocalText
	return s
}

// returnPointerInline is small enough to be inlined: that is its question.
func returnPointerInline() *string {
	s := returnLocalText
	return &s
}

//go:noinline
func useInlined() int {
	for returnLocalNever {
	}
	return len(*returnPointerInline())
}

func BenchmarkReturnPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		returnLocalSum += len(*returnPointer())
	}
}

func BenchmarkReturnPointerInlined(b *testing.B) {
	for i := 0; i < b.N; i++ {
		returnLocalSum += useInlined()
	}
}

func BenchmarkReturnValue(b *testing.B) {
	for i := 0; i < b.N; i++ {
		returnLocalSum += len(returnValue())
	}
}
