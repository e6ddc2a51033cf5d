// title: A type parameter converted to any inside
// question: What does any(v) inside a generic function allocate, for a type switch and for fmt?
// why: A type switch on a type parameter needs the conversion; people write it to specialise.
// answer: A type switch on any(v) none, keeping any(v) 1 alloc (8 B for an int), in every release since go1.18:
//   like a plain conversion.
// go: 1.18
// ref: https://go.dev/doc/go1.18#generics

package generics

import "testing"

var (
	conversionInsideNumber = 123456
	conversionInsideText   = "some text"
	conversionInsideHeld   any
	conversionInsideSum    int
)

//go:noinline
func conversionInsideKind[T any](v T) int {
	switch x := any(v).(type) {
	case int:
		return x
	case string:
		return len(x)
	}
	return 0
}

//go:noinline
func conversionInsideKeep[T any](v T) { conversionInsideHeld = v }

func BenchmarkSwitchOnInt(b *testing.B) {
	for i := 0; i < b.N; i++ {
		conversionInsideSum += conversionInsideKind(conversionInsideNumber)
	}
}

func BenchmarkSwitchOnString(b *testing.B) {
	for i := 0; i < b.N; i++ {
		conversionInsideSum += conversionInsideKind(conversionInsideText)
	}
}

func BenchmarkKeepInt(b *testing.B) {
	for i := 0; i < b.N; i++ {
		conversionInsideKeep(conversionInsideNumber)
	}
}
