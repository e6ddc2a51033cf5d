// title: reflect.ValueOf and Interface
// question: Does reflect.ValueOf(x) make x escape, and what do Field and Interface allocate?
// why: Every encoder begins with ValueOf; what it is given used to escape always.
// answer: ValueOf made its operand escape, 1 alloc (32 B, 24 B since go1.16), up to go1.20 and does not since
//   go1.21; so did TypeOf of a struct. Interface of a string field 1 (16 B) in every release.
// go: 1.2
// ref: https://go.dev/doc/go1.21#reflect
// ref: go/src/reflect/value.go

package reflects

import (
	"reflect"
	"testing"
)

type valueOfRecord struct {
	id   int
	Name string
}

var (
	valueOfOne   = valueOfRecord{1001, "name"}
	valueOfValue = reflect.ValueOf(&valueOfOne)
	valueOfHeld  interface{}
	valueOfSum   int
)

//go:noinline
func valueOfOfStruct(r valueOfRecord) int { return int(reflect.ValueOf(r).Field(0).Int()) }

//go:noinline
func valueOfOfPointer(r valueOfRecord) int { return int(reflect.ValueOf(&r).Elem().Field(0).Int()) }

//go:noinline
func valueOfInterface(v reflect.Value) { valueOfHeld = v.Elem().Field(1).Interface() }

//go:noinline
func valueOfTypeOf(r valueOfRecord) int { return reflect.TypeOf(r).NumField() }

func BenchmarkValueOfStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		valueOfSum += valueOfOfStruct(valueOfOne)
	}
}

func BenchmarkValueOfPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		valueOfSum += valueOfOfPointer(valueOfOne)
	}
}

func BenchmarkValueInterface(b *testing.B) {
	for i := 0; i < b.N; i++ {
		valueOfInterface(valueOfValue)
	}
}

func BenchmarkTypeOfStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		valueOfSum += valueOfTypeOf(valueOfOne)
	}
}
