// title: A large struct passed and returned
// question: Does a struct of 200 bytes passed or returned by value allocate, and is a pointer cheaper in
//   allocations?
// why: Pointers are taken to avoid copies; a returned pointer exchanges the copy for garbage.
// answer: By value none in every release, returned by pointer 1 alloc (208 B), filled in place by the callee
//   none.
// go: 1.2
// ref: https://go.dev/doc/faq#pass_by_value

package escape

import "testing"

type structByValueForm struct {
	fields [24]int
	next   *structByValueForm
}

var (
	structByValueInput = 1001
	structByValueSum   int
	structByValueNever bool
)

//go:noinline
func structByValueMakeValue(n int) structByValueForm {
	for structByValueNever {
	}
	var f structByValueForm
	f.fields[3] = n
	return f
}

//go:noinline
func structByValueMakePointer(n int) *structByValueForm {
	for structByValueNever {
	}
	f := new(structByValueForm)
	f.fields[3] = n
	return f
}

//go:noinline
func structByValueFillPointer(f *structByValueForm, n int) {
	for structByValueNever {
	}
	f.fields[3] = n
}

//go:noinline
func structByValueFilled(n int) int {
	var f structByValueForm
	structByValueFillPointer(&f, n)
	return f.fields[3]
}

func BenchmarkFormByValue(b *testing.B) {
	for i := 0; i < b.N; i++ {
		f := structByValueMakeValue(structByValueInput)
		structByValueSum += f.fields[3]
	}
}

func BenchmarkFormByPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		f := structByValueMakePointer(structByValueInput)
		structByValueSum += f.fields[3]
	}
}

func BenchmarkFormFilledByCallee(b *testing.B) {
	for i := 0; i < b.N; i++ {
		structByValueSum += structByValueFilled(structByValueInput)
	}
}
