// title: A pointer to a value: the Ptr helper
// question: Does func Ptr[T any](v T) *T allocate when it can be inlined and the pointer stays local?
// why: Optional fields of API structs are pointers; since 1.26 new takes an expression.
// answer: Local: none, except in go1.19 (2 allocs, one a pointer). Kept: 3 in every release since go1.18, the
//   struct and one a pointer.
// go: 1.18
// ref: https://go.dev/doc/go1.26#language

package generics

import "testing"

type newPointerOptions struct{ limit, depth *int }

var (
	newPointerNumber = 123456
	newPointerHeld   *newPointerOptions
	newPointerSum    int
)

func newPointerPtr[T any](v T) *T { return &v }

//go:noinline
func newPointerUse(o *newPointerOptions) int { return *o.limit + *o.depth }

//go:noinline
func newPointerLocal(n int) int {
	return newPointerUse(&newPointerOptions{limit: newPointerPtr(n), depth: newPointerPtr(n + 1)})
}

//go:noinline
func newPointerKeep(n int) {
	newPointerHeld = &newPointerOptions{limit: newPointerPtr(n), depth: newPointerPtr(n + 1)}
}

func BenchmarkPtrLocal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		newPointerSum += newPointerLocal(newPointerNumber)
	}
}

func BenchmarkPtrKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		newPointerKeep(newPointerNumber)
	}
}
