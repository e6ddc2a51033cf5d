// title: Printing a Stringer and an error
// question: What does %v of a value with a String method allocate besides the string that method makes?
// why: fmt calls String through an interface, so the value is boxed first.
// answer: A value of two words 2 allocs since go1.7 (3 before): the box and the text; a pointer 1 (2 before):
//   the text alone. Calling String costs none.
// go: 1.2
// ref: https://pkg.go.dev/fmt#Stringer

package fmt

import (
	"fmt"
	"testing"
)

type stringerValue struct{ a, b int }

func (v stringerValue) String() string { return "a constant text" }

type stringerPointer struct{ a, b int }

func (p *stringerPointer) String() string { return "a constant text" }

var (
	stringerOne  = stringerValue{1, 2}
	stringerTwo  = stringerPointer{1, 2}
	stringerHeld string
)

//go:noinline
func stringerOfValue(v stringerValue) string { return fmt.Sprintf("%v", v) }

//go:noinline
func stringerOfPointer(p *stringerPointer) string { return fmt.Sprintf("%v", p) }

//go:noinline
func stringerDirect(v stringerValue) string { return v.String() }

func BenchmarkStringerValue(b *testing.B) {
	for i := 0; i < b.N; i++ {
		stringerHeld = stringerOfValue(stringerOne)
	}
}

func BenchmarkStringerPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		stringerHeld = stringerOfPointer(&stringerTwo)
	}
}

func BenchmarkStringerDirect(b *testing.B) {
	for i := 0; i < b.N; i++ {
		stringerHeld = stringerDirect(stringerOne)
	}
}
