// title: An address returned only sometimes
// question: Does a variable whose address is returned on one path cost an allocation on the path that does not
//   return it?
// why: The decision is made once for the declaration; moving the variable into the branch makes it a decision
//   of the branch.
// answer: Yes, the variable declared first costs 1 alloc even when it is not returned, in every release;
//   declared in the branch it costs nothing unless that branch is taken.
// go: 1.2
// ref: https://go.dev/doc/faq#stack_or_heap

package escape

import "testing"

type conditionalReturnReport struct {
	line int
	next *conditionalReturnReport
}

var (
	conditionalReturnLimit = 5000
	conditionalReturnSum   int
	conditionalReturnNever bool
)

//go:noinline
func conditionalReturnEarly(line int) *conditionalReturnReport {
	for conditionalReturnNever {
	}
	r := conditionalReturnReport{line: line}
	if line > 1000 {
		return &r
	}
	return nil
}

//go:noinline
func conditionalReturnLate(line int) *conditionalReturnReport {
	for conditionalReturnNever {
	}
	if line > 1000 {
		r := conditionalReturnReport{line: line}
		return &r
	}
	return nil
}

var conditionalReturnGood = 7

func conditionalReturnCount(r *conditionalReturnReport) int {
	if r == nil {
		return 0
	}
	return r.line
}

func BenchmarkDeclaredEarlyNotReturned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		conditionalReturnSum += conditionalReturnCount(conditionalReturnEarly(conditionalReturnGood))
	}
}

func BenchmarkDeclaredLateNotReturned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		conditionalReturnSum += conditionalReturnCount(conditionalReturnLate(conditionalReturnGood))
	}
}

func BenchmarkDeclaredLateReturned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		conditionalReturnSum += conditionalReturnCount(conditionalReturnLate(conditionalReturnLimit))
	}
}
