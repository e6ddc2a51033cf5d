// title: A concatenation as a map key
// question: Does m[a+b] allocate the key, and a struct of two strings or an array used as the key instead?
// why: Composite keys are often glued together although a comparable struct needs no glue.
// answer: 1 alloc when the key is longer than 32 bytes, in every release; a shorter one 1 up to go1.4 and none
//   since go1.5. A struct key never allocates.
// go: 1.2
// ref: https://go.dev/ref/spec#Comparison_operators

package strcase

import "testing"

type mapKeyConcatPair struct{ zone, name string }

var (
	mapKeyConcatZone  = "europe/north"
	mapKeyConcatName  = "a machine with a long name"
	mapKeyConcatGlued = map[string]int{"europe/north/a machine with a long name": 1}
	mapKeyConcatPairs = map[mapKeyConcatPair]int{mapKeyConcatPair{"europe/north", "a machine with a long name"}: 1}
	mapKeyConcatSum   int
	mapKeyConcatNever bool
)

//go:noinline
func mapKeyConcatByConcat(zone, name string) int {
	for mapKeyConcatNever {
	}
	return mapKeyConcatGlued[zone+"/"+name]
}

//go:noinline
func mapKeyConcatByStruct(zone, name string) int {
	for mapKeyConcatNever {
	}
	return mapKeyConcatPairs[mapKeyConcatPair{zone, name}]
}

//go:noinline
func mapKeyConcatByShort(zone string) int {
	for mapKeyConcatNever {
	}
	return mapKeyConcatGlued[zone+"/"+zone]
}

func BenchmarkKeyConcatLong(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapKeyConcatSum += mapKeyConcatByConcat(mapKeyConcatZone, mapKeyConcatName)
	}
}

func BenchmarkKeyConcatShort(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapKeyConcatSum += mapKeyConcatByShort(mapKeyConcatZone)
	}
}

func BenchmarkKeyStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapKeyConcatSum += mapKeyConcatByStruct(mapKeyConcatZone, mapKeyConcatName)
	}
}
