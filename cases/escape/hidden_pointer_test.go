// title: A pointer hidden from the analysis
// question: Does a round trip through uintptr keep a variable on the stack that would escape otherwise?
// why: The runtime and strings.Builder hide pointers this way (noescape); it shows what is lost to the
//   analysis, not to the program.
// answer: Converted through unsafe.Pointer it still escapes (1 alloc since go1.5), hidden in a uintptr it does
//   not, in every release. Called through this package variable, nothing escaped up to go1.4.
// go: 1.2
// ref: go/src/strings/builder.go
// ref: go/src/internal/abi/escape.go

package escape

import (
	"testing"
	"unsafe"
)

type hiddenPointerCargo struct {
	n    int
	next *hiddenPointerCargo
}

var (
	hiddenPointerInput = 1001
	hiddenPointerZero  uintptr
	hiddenPointerHook  = hiddenPointerRead
	hiddenPointerSum   int
	hiddenPointerNever bool
)

//go:noinline
func hiddenPointerRead(c *hiddenPointerCargo) int {
	for hiddenPointerNever {
	}
	return c.n
}

func hiddenPointerHide(p unsafe.Pointer) unsafe.Pointer {
	x := uintptr(p)
	return unsafe.Pointer(x ^ hiddenPointerZero)
}

//go:noinline
func hiddenPointerOpen(n int) int {
	c := hiddenPointerCargo{n: n}
	return hiddenPointerHook(&c)
}

//go:noinline
func hiddenPointerConverted(n int) int {
	c := hiddenPointerCargo{n: n}
	return hiddenPointerHook((*hiddenPointerCargo)(unsafe.Pointer(&c)))
}

//go:noinline
func hiddenPointerHidden(n int) int {
	c := hiddenPointerCargo{n: n}
	return hiddenPointerHook((*hiddenPointerCargo)(hiddenPointerHide(unsafe.Pointer(&c))))
}

func BenchmarkPointerOpen(b *testing.B) {
	for i := 0; i < b.N; i++ {
		hiddenPointerSum += hiddenPointerOpen(hiddenPointerInput)
	}
}

func BenchmarkPointerConverted(b *testing.B) {
	for i := 0; i < b.N; i++ {
		hiddenPointerSum += hiddenPointerConverted(hiddenPointerInput)
	}
}

func BenchmarkPointerHidden(b *testing.B) {
	for i := 0; i < b.N; i++ {
		hiddenPointerSum += hiddenPointerHidden(hiddenPointerInput)
	}
}
