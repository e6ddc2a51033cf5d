// title: Struct, array and interface keys
// question: Does looking up or inserting with a struct, an array or an interface key allocate?
// why: Composite keys save building a string.
// answer: None for a struct or an array; for an interface key in m[k]++ 1 alloc (16 B), in every release.
// go: 1.2
// ref: https://go.dev/ref/spec#Map_types

package maps

import "testing"

type structKeyPoint struct{ x, y int }

var (
	structKeyKey     = structKeyPoint{1001, 1002}
	structKeyStructs = map[structKeyPoint]int{structKeyKey: 1}
	structKeyArrays  = map[[2]int]int{[2]int{1001, 1002}: 1}
	structKeyAnys    = map[interface{}]int{structKeyKey: 1}
	structKeySum     int
	structKeyNever   bool
)

//go:noinline
func structKeyStruct(p structKeyPoint) {
	for structKeyNever {
	}
	structKeyStructs[p]++
}

//go:noinline
func structKeyArray(p structKeyPoint) {
	for structKeyNever {
	}
	structKeyArrays[[2]int{p.x, p.y}]++
}

//go:noinline
func structKeyAny(p structKeyPoint) {
	for structKeyNever {
	}
	structKeyAnys[p]++
}

func BenchmarkKeyOfStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		structKeyStruct(structKeyKey)
	}
}

func BenchmarkKeyOfArray(b *testing.B) {
	for i := 0; i < b.N; i++ {
		structKeyArray(structKeyKey)
	}
}

func BenchmarkKeyOfInterface(b *testing.B) {
	for i := 0; i < b.N; i++ {
		structKeyAny(structKeyKey)
	}
}
