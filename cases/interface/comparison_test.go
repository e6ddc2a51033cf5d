// title: Comparing an interface with a value
// question: Does v == x box x when v is an interface and x a concrete value?
// why: Sentinel checks on any values and tests of map keys look like this.
// answer: The operand was boxed, 1 alloc (16 B), up to go1.4; none since go1.5, for == and for the look-up in a
//   map of interface keys.
// go: 1.2
// ref: https://go.dev/ref/spec#Comparison_operators

package interfaces

import "testing"

type comparisonKey struct{ a, b int }

var (
	comparisonValue             = comparisonKey{1001, 1002}
	comparisonAny   interface{} = comparisonKey{1001, 1002}
	comparisonTable             = map[interface{}]int{comparisonKey{1001, 1002}: 1}
	comparisonSum   int
	comparisonNever bool
)

//go:noinline
func comparisonEqual(v interface{}, k comparisonKey) int {
	for comparisonNever {
	}
	if v == k {
		return 1
	}
	return 0
}

//go:noinline
func comparisonLookup(m map[interface{}]int, k comparisonKey) int {
	for comparisonNever {
	}
	return m[k]
}

func BenchmarkCompareWithStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		comparisonSum += comparisonEqual(comparisonAny, comparisonValue)
	}
}

func BenchmarkLookupInAnyMap(b *testing.B) {
	for i := 0; i < b.N; i++ {
		comparisonSum += comparisonLookup(comparisonTable, comparisonValue)
	}
}
