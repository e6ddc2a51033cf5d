// title: A pointer that outlives the loop's body
// question: Does a variable inside a loop escape because a pointer declared outside the loop points at it?
// why: Each iteration has its own variable; one place on the stack cannot be all of them if an older one is
//   still referred to.
// answer: Yes, one alloc per new best element's iteration, 4 for 4 elements, in every release; a pointer
//   declared inside the loop, or keeping a copy, costs none.
// go: 1.2
// ref: go/src/cmd/compile/internal/escape/escape.go

package escape

import "testing"

type loopOutsidePointerRecord struct {
	n    int
	next *loopOutsidePointerRecord
}

var (
	loopOutsidePointerInput = []int{11, 14, 12, 13}
	loopOutsidePointerSum   int
)

//go:noinline
func loopOutsidePointerInside(s []int) int {
	max := 0
	for _, v := range s {
		r := loopOutsidePointerRecord{n: v}
		p := &r
		if p.n > max {
			max = p.n
		}
	}
	return max
}

//go:noinline
func loopOutsidePointerOutside(s []int) int {
	var best *loopOutsidePointerRecord
	for _, v := range s {
		r := loopOutsidePointerRecord{n: v}
		if best == nil || r.n > best.n {
			best = &r
		}
	}
	return best.n
}

// loopOutsidePointerCopied keeps the best record itself.
//
//go:noinline
func loopOutsidePointerCopied(s []int) int {
	var best loopOutsidePointerRecord
	for _, v := range s {
		r := loopOutsidePointerRecord{n: v}
		if r.n > best.n {
			best = r
		}
	}
	return best.n
}

func BenchmarkPointerInsideLoop(b *testing.B) {
	for i := 0; i < b.N; i++ {
		loopOutsidePointerSum += loopOutsidePointerInside(loopOutsidePointerInput)
	}
}

func BenchmarkPointerOutsideLoop(b *testing.B) {
	for i := 0; i < b.N; i++ {
		loopOutsidePointerSum += loopOutsidePointerOutside(loopOutsidePointerInput)
	}
}

func BenchmarkCopyOutsideLoop(b *testing.B) {
	for i := 0; i < b.N; i++ {
		loopOutsidePointerSum += loopOutsidePointerCopied(loopOutsidePointerInput)
	}
}
