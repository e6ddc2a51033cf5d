// title: The growth factor around 256 and 1024
// question: To what capacity does one append past a full slice of 200, 600, and 2000 words grow it?
// why: The factor falls from 2 towards 1.25; where, was changed to make it smooth.
// answer: From 200 pointers to 400 up to go1.21 (3200 B; 3328 B up to go1.7) and 3456 B since go1.22; from 600
//   to 1200 and more up to go1.17, to 1024 (8192 B) since go1.18; from 2000 to 2560 (20,480 B) up to go1.17 and
//   21,760 B since go1.18.
// go: 1.2
// ref: https://go.dev/doc/go1.18#runtime
// ref: go/src/runtime/slice.go

package appends

import "testing"

var (
	growthFactorSmall  = make([]*int, 200)
	growthFactorMiddle = make([]*int, 600)
	growthFactorLarge  = make([]*int, 2000)
	growthFactorSum    int
	growthFactorNever  bool
)

//go:noinline
func growthFactorOne(s []*int) int {
	for growthFactorNever {
	}
	return cap(append(s, &growthFactorSum))
}

func BenchmarkGrowFrom200(b *testing.B) {
	for i := 0; i < b.N; i++ {
		growthFactorSum += growthFactorOne(growthFactorSmall)
	}
}

func BenchmarkGrowFrom600(b *testing.B) {
	for i := 0; i < b.N; i++ {
		growthFactorSum += growthFactorOne(growthFactorMiddle)
	}
}

func BenchmarkGrowFrom2000(b *testing.B) {
	for i := 0; i < b.N; i++ {
		growthFactorSum += growthFactorOne(growthFactorLarge)
	}
}
