// title: Callbacks stored in a struct
// question: What does a callback cost that captures nothing, one pointer, or three values?
// why: Event handlers are closures kept for long; what is captured decides their size.
// answer: Capturing nothing: none in every release. One pointer: 2 allocs up to go1.4, 1 (16 B) since go1.5.
//   Three values: 4 up to go1.4 (one each and the closure), 1 (48 B) since go1.5.
// go: 1.2
// ref: https://go.dev/ref/spec#Function_literals

package closure

import "testing"

type storedInFieldHook struct{ call func() int }

var (
	storedInFieldData  = 1001
	storedInFieldText  = "captured text"
	storedInFieldHeld  storedInFieldHook
	storedInFieldSum   int
	storedInFieldNever bool
)

//go:noinline
func storedInFieldNothing() {
	for storedInFieldNever {
	}
	storedInFieldHeld.call = func() int { return storedInFieldData }
}

//go:noinline
func storedInFieldPointer(p *int) {
	for storedInFieldNever {
	}
	storedInFieldHeld.call = func() int { return *p }
}

//go:noinline
func storedInFieldThree(p *int, s string, n int) {
	for storedInFieldNever {
	}
	storedInFieldHeld.call = func() int { return *p + len(s) + n }
}

func BenchmarkCallbackNothing(b *testing.B) {
	for i := 0; i < b.N; i++ {
		storedInFieldNothing()
		storedInFieldSum += storedInFieldHeld.call()
	}
}

func BenchmarkCallbackOnePointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		storedInFieldPointer(&storedInFieldData)
		storedInFieldSum += storedInFieldHeld.call()
	}
}

func BenchmarkCallbackThreeValues(b *testing.B) {
	for i := 0; i < b.N; i++ {
		storedInFieldThree(&storedInFieldData, storedInFieldText, storedInFieldData)
		storedInFieldSum += storedInFieldHeld.call()
	}
}
