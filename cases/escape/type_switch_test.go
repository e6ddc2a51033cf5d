// title: A value through a type switch
// question: Does a local value that is converted to an interface and taken apart by a type switch stay on the
//   stack?
// why: Encoders convert to interface{} at the door and switch on the type behind it.
// answer: Boxing for a callee's type switch cost 1 alloc (16 B) up to go1.4 and none since go1.5; one case that
//   keeps its pointer makes every boxed argument escape, 1 alloc in every release. A pointer to a local costs
//   none since go1.3.
// go: 1.2
// ref: https://go.dev/ref/spec#Type_switches

package escape

import "testing"

type typeSwitchSize struct{ w, h int }

var (
	typeSwitchInput = typeSwitchSize{30, 40}
	typeSwitchSum   int
	typeSwitchHeld  interface{}
	typeSwitchNever bool
)

//go:noinline
func typeSwitchMeasure(v interface{}) int {
	for typeSwitchNever {
	}
	switch x := v.(type) {
	case int:
		return x
	case typeSwitchSize:
		return x.w * x.h
	case *typeSwitchSize:
		return x.w + x.h
	}
	return 0
}

// typeSwitchMeasureKeeping has one case that keeps what it was given.
//
//go:noinline
func typeSwitchMeasureKeeping(v interface{}) int {
	for typeSwitchNever {
	}
	switch x := v.(type) {
	case typeSwitchSize:
		return x.w * x.h
	case *typeSwitchSize:
		typeSwitchHeld = x
		return x.w + x.h
	}
	return 0
}

//go:noinline
func typeSwitchValue(s typeSwitchSize) int { return typeSwitchMeasure(s) }

//go:noinline
func typeSwitchPointer(s typeSwitchSize) int { return typeSwitchMeasure(&s) }

//go:noinline
func typeSwitchValueKeeping(s typeSwitchSize) int { return typeSwitchMeasureKeeping(s) }

func BenchmarkSwitchOnValue(b *testing.B) {
	for i := 0; i < b.N; i++ {
		typeSwitchSum += typeSwitchValue(typeSwitchInput)
	}
}

func BenchmarkSwitchOnPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		typeSwitchSum += typeSwitchPointer(typeSwitchInput)
	}
}

func BenchmarkSwitchOnValueOtherKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		typeSwitchSum += typeSwitchValueKeeping(typeSwitchInput)
	}
}
