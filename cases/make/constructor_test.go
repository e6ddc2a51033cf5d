// title: Constructor that returns make
// question: Does a slice made by a small constructor have to live on the heap when the caller keeps it local?
// why: Inlining the constructor turns "returned" into "local"; the compiler decides that, not the source.
// answer: A leaf constructor costs nothing since go1.2, one that calls a function 2 allocs up to go1.11 and
//   none since go1.12 (mid-stack inlining); with inlining off (-l), each costs its 1 or 2 allocs in every
//   release.
// go: 1.2
// ref: https://go.dev/doc/go1.12#compiler

package makes

import "testing"

type ring struct {
	slots []int
	head  int
}

var (
	makeSum   int
	makeNever bool
)

func newSlots() []int { return make([]int, 8) }

// newRing calls reset, which is never inlined: only mid-stack inlining moves newRing into its caller.
func newRing() *ring {
	r := &ring{slots: newSlots()}
	r.reset()
	return r
}

//go:noinline
func (r *ring) reset() {
	for i := range r.slots {
		r.slots[i] = i
	}
}

//go:noinline
func newSlotsApart() []int {
	for makeNever {
	}
	return make([]int, 8)
}

//go:noinline
func useLocal() int {
	s := make([]int, 8)
	return fillAndSum(s)
}

//go:noinline
func useLeafConstructor() int {
	s := newSlots()
	return fillAndSum(s)
}

//go:noinline
func useCallingConstructor() int {
	r := newRing()
	r.head++
	return fillAndSum(r.slots) + r.head
}

//go:noinline
func useOpaqueConstructor() int {
	s := newSlotsApart()
	return fillAndSum(s)
}

//go:noinline
func fillAndSum(s []int) int {
	sum := 0
	for i := range s {
		s[i] += i
		sum += s[i]
	}
	return sum
}

func BenchmarkLocalMake(b *testing.B) {
	for i := 0; i < b.N; i++ {
		makeSum = useLocal()
	}
}

func BenchmarkLeafConstructor(b *testing.B) {
	for i := 0; i < b.N; i++ {
		makeSum = useLeafConstructor()
	}
}

func BenchmarkCallingConstructor(b *testing.B) {
	for i := 0; i < b.N; i++ {
		makeSum = useCallingConstructor()
	}
}

func BenchmarkOpaqueConstructor(b *testing.B) {
	for i := 0; i < b.N; i++ {
		makeSum = useOpaqueConstructor()
	}
}
