// title: A slice converted to an array or an array pointer
// question: Do (*[4]int)(s) and [4]int(s) copy to the heap?
// why: They are the checked way to get a fixed-size view.
// answer: No: none in every release since go1.20; only an array put into a kept interface is 1 alloc (32 B).
// go: 1.20
// ref: https://go.dev/doc/go1.17#language
// ref: https://go.dev/doc/go1.20#language

package slice

import "testing"

var (
	arrayConversionList = []int{11, 12, 13, 14, 15}
	arrayConversionSum  int
	arrayConversionHeld interface{}
)

//go:noinline
func arrayConversionPointer(s []int) int { return (*[4]int)(s)[3] }

//go:noinline
func arrayConversionArray(s []int) int {
	a := [4]int(s)
	a[1]++
	return a[1] + a[3]
}

//go:noinline
func arrayConversionBoxed(s []int) { arrayConversionHeld = [4]int(s) }

func BenchmarkToArrayPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		arrayConversionSum += arrayConversionPointer(arrayConversionList)
	}
}

func BenchmarkToArray(b *testing.B) {
	for i := 0; i < b.N; i++ {
		arrayConversionSum += arrayConversionArray(arrayConversionList)
	}
}

func BenchmarkToArrayBoxed(b *testing.B) {
	for i := 0; i < b.N; i++ {
		arrayConversionBoxed(arrayConversionList)
	}
}
