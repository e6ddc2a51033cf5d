// Part of goalloc selftest: the work of one operation is repeated times1, times2, ... times; injected.c writes other numbers.
// title: Maps: looking up, counting, filling
package injected

import "testing"

const (
	times1 = 100
	times2 = 100
	times3 = 100
	times4 = 100
	times5 = 100
	times6 = 100
)

var (
	few, many map[int]int
	words     map[string]int
	names     = [8]string{"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"}
	mapSink   int
	filled    map[int]int
)

// prepare fills them in the first iteration, which is not timed, and not before main, for its neighbours' sake.
func prepare() {
	if few != nil {
		return
	}
	few, many, words = map[int]int{}, map[int]int{}, map[string]int{}
	for i := 0; i < 2000; i++ {
		many[i*7] = i
	}
	for i, name := range names {
		few[i] = i
		words[name] = i
	}
}

//go:noinline
func lookUp(m map[int]int, from, step int) int {
	sum := 0
	for i := 0; i < 4; i++ {
		sum += m[from+i*step]
	}
	return sum
}

//go:noinline
func lookUpWords(m map[string]int) int {
	sum := 0
	for _, name := range names {
		sum += m[name]
	}
	return sum
}

//go:noinline
func count(m map[int]int) {
	for i := 0; i < 8; i++ {
		m[i]++
	}
}

//go:noinline
func fill(n int) map[int]int {
	m := map[int]int{}
	for i := 0; i < n; i++ {
		m[i] = i
	}
	return m
}

func BenchmarkLookUpFew(b *testing.B) {
	prepare()
	for i := 0; i < b.N; i++ {
		for k := 0; k < times1; k++ {
			mapSink += lookUp(few, 0, 1)
		}
	}
}

func BenchmarkLookUpMany(b *testing.B) {
	prepare()
	for i := 0; i < b.N; i++ {
		for k := 0; k < times2; k++ {
			mapSink += lookUp(many, k*70, 7)
		}
	}
}

func BenchmarkLookUpWords(b *testing.B) {
	prepare()
	for i := 0; i < b.N; i++ {
		for k := 0; k < times3; k++ {
			mapSink += lookUpWords(words)
		}
	}
}

func BenchmarkCount(b *testing.B) {
	prepare()
	for i := 0; i < b.N; i++ {
		for k := 0; k < times4; k++ {
			count(few)
		}
	}
}

func BenchmarkFill4(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times5; k++ {
			filled = fill(4)
			mapSink += lookUp(filled, 0, 1) + lookUp(filled, 1, 1) + lookUp(filled, 2, 1) + lookUp(filled, 3, 1)
		}
	}
}

func BenchmarkFill16(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times6; k++ {
			filled = fill(16)
			mapSink += lookUp(filled, 0, 1) + lookUp(filled, 1, 1)
		}
	}
}
