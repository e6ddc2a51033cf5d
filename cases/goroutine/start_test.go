// title: Starting a goroutine
// question: What does a go statement allocate: plain, with an argument, with a closure?
// why: Goroutine stacks are recycled, so a short goroutine looks free; what it is handed may not be.
// answer: Plain: none. With an argument: none up to go1.16, 1 (16 B) since go1.17. A closure that reads a
//   variable: 2 up to go1.4, none from go1.5 to go1.16, 1 since. One that assigns the caller's variable as
//   well: 3, then 1, then 2.
// go: 1.2
// ref: https://go.dev/doc/go1.17#compiler

package goroutine

import "testing"

type job struct{ size int }

// Jobs are handed over as pointers: a heap copy of one is never packed with others as a tiny object.
var (
	goDone = make(chan int)
	goJob  = &job{size: 1001}
	goNext = &job{size: 1002}
	goSum  int
)

//go:noinline
func finish() { goDone <- 1 }

//go:noinline
func finishJob(j *job) { goDone <- j.size }

//go:noinline
func startPlain() int {
	go finish()
	return <-goDone
}

//go:noinline
func startWithArgument(j *job) int {
	go finishJob(j)
	return <-goDone
}

//go:noinline
func startClosure(j *job) int {
	go func() { goDone <- j.size }()
	return <-goDone
}

// startForResult lets the goroutine write its result into the caller's variable.
//
//go:noinline
func startForResult(j *job) int {
	var result *job
	go func() {
		result = goNext
		goDone <- j.size
	}()
	return <-goDone + result.size
}

func BenchmarkGoPlain(b *testing.B) {
	for i := 0; i < b.N; i++ {
		goSum += startPlain()
	}
}

func BenchmarkGoWithArgument(b *testing.B) {
	for i := 0; i < b.N; i++ {
		goSum += startWithArgument(goJob)
	}
}

func BenchmarkGoClosure(b *testing.B) {
	for i := 0; i < b.N; i++ {
		goSum += startClosure(goJob)
	}
}

func BenchmarkGoClosureForResult(b *testing.B) {
	for i := 0; i < b.N; i++ {
		goSum += startForResult(goJob)
	}
}
