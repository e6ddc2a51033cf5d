// title: Pointers in a variadic call
// question: Do variables escape because their addresses are arguments of a variadic function that keeps
//   nothing?
// why: The ... arguments become a slice of pointers, and an element of a slice is behind an indirection.
// answer: Yes up to go1.5, even if nothing is kept: 2 allocs for two variables; none since go1.6, also if one
//   of them is returned. If the callee keeps one, both escape in every release.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921

package variadic

import "testing"

type pointersJob struct {
	n    int
	next *pointersJob
}

var (
	pointersInput = 1001
	pointersSum   int
	pointersKept  *pointersJob
)

//go:noinline
func pointersTotal(jobs ...*pointersJob) int {
	sum := 0
	for _, j := range jobs {
		sum += j.n
	}
	return sum
}

// pointersLast returns one of its arguments.
//
//go:noinline
func pointersLast(jobs ...*pointersJob) *pointersJob {
	var last *pointersJob
	for _, j := range jobs {
		last = j
	}
	return last
}

//go:noinline
func pointersKeep(jobs ...*pointersJob) {
	for _, j := range jobs {
		pointersKept = j
	}
}

//go:noinline
func pointersCallTotal(n int) int {
	a, b := pointersJob{n: n}, pointersJob{n: n}
	return pointersTotal(&a, &b)
}

//go:noinline
func pointersCallLast(n int) int {
	a, b := pointersJob{n: n}, pointersJob{n: n}
	return pointersLast(&a, &b).n
}

//go:noinline
func pointersCallKeep(n int) {
	a, b := pointersJob{n: n}, pointersJob{n: n}
	pointersKeep(&a, &b)
}

func BenchmarkVariadicPointersRead(b *testing.B) {
	for i := 0; i < b.N; i++ {
		pointersSum += pointersCallTotal(pointersInput)
	}
}

func BenchmarkVariadicPointerReturned(b *testing.B) {
	for i := 0; i < b.N; i++ {
		pointersSum += pointersCallLast(pointersInput)
	}
}

func BenchmarkVariadicPointerKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		pointersCallKeep(pointersInput)
	}
}
