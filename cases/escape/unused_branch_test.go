// title: A store that never happens
// question: Does a variable escape because of a store in a branch that is switched off by a constant or a
//   variable?
// why: Debug hooks are compiled in behind if debug { keep(x) }.
// answer: Behind a constant it cost 1 alloc up to go1.8 and none since go1.9; behind a variable 1 in every
//   release, unless a copy is made in the branch, which costs none until it is taken.
// go: 1.2
// ref: go/src/cmd/compile/internal/escape/escape.go

package escape

import "testing"

const unusedBranchOff = false

type unusedBranchEvent struct {
	n    int
	next *unusedBranchEvent
}

var (
	unusedBranchOn    bool
	unusedBranchInput = 1001
	unusedBranchHeld  *unusedBranchEvent
	unusedBranchSum   int
	unusedBranchNever bool
)

//go:noinline
func unusedBranchConstant(n int) int {
	for unusedBranchNever {
	}
	e := unusedBranchEvent{n: n}
	if unusedBranchOff {
		unusedBranchHeld = &e
	}
	return e.n
}

//go:noinline
func unusedBranchVariable(n int) int {
	for unusedBranchNever {
	}
	e := unusedBranchEvent{n: n}
	if unusedBranchOn {
		unusedBranchHeld = &e
	}
	return e.n
}

// unusedBranchCopy stores a copy made in the branch.
//
//go:noinline
func unusedBranchCopy(n int) int {
	for unusedBranchNever {
	}
	e := unusedBranchEvent{n: n}
	if unusedBranchOn {
		c := e
		unusedBranchHeld = &c
	}
	return e.n
}

func BenchmarkBranchOffByConstant(b *testing.B) {
	for i := 0; i < b.N; i++ {
		unusedBranchSum += unusedBranchConstant(unusedBranchInput)
	}
}

func BenchmarkBranchOffByVariable(b *testing.B) {
	for i := 0; i < b.N; i++ {
		unusedBranchSum += unusedBranchVariable(unusedBranchInput)
	}
}

func BenchmarkBranchOffCopying(b *testing.B) {
	for i := 0; i < b.N; i++ {
		unusedBranchSum += unusedBranchCopy(unusedBranchInput)
	}
}
