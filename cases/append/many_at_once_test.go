// title: Appending several elements at once
// question: Does append(s, a, b, c, d, e) to nil grow once, and append(s, t...) to exactly the length needed?
// why: Growth by doubling is skipped when more than double is needed; the size class still rounds up.
// answer: Yes, both take 1 alloc of 48 B in every release; five appends in a row take 4 (120 B) in every
//   release, also since go1.26, where the same five in a loop take 1.
// go: 1.2
// ref: go/src/runtime/slice.go

package appends

import "testing"

var (
	manyAtOnceFive  = make([]*int, 5)
	manyAtOnceSum   int
	manyAtOnceNever bool
)

//go:noinline
func manyAtOnceList(a *int) []*int {
	for manyAtOnceNever {
	}
	return append([]*int(nil), a, a, a, a, a)
}

//go:noinline
func manyAtOnceSpread(t []*int) []*int {
	for manyAtOnceNever {
	}
	return append([]*int(nil), t...)
}

//go:noinline
func manyAtOnceOneByOne(a *int) []*int {
	for manyAtOnceNever {
	}
	var s []*int
	s = append(s, a)
	s = append(s, a)
	s = append(s, a)
	s = append(s, a)
	return append(s, a)
}

func BenchmarkAppendListOfFive(b *testing.B) {
	for i := 0; i < b.N; i++ {
		manyAtOnceSum += cap(manyAtOnceList(&manyAtOnceSum))
	}
}

func BenchmarkAppendSpreadOfFive(b *testing.B) {
	for i := 0; i < b.N; i++ {
		manyAtOnceSum += cap(manyAtOnceSpread(manyAtOnceFive))
	}
}

func BenchmarkAppendFiveTimes(b *testing.B) {
	for i := 0; i < b.N; i++ {
		manyAtOnceSum += cap(manyAtOnceOneByOne(&manyAtOnceSum))
	}
}
