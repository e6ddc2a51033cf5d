// title: Goroutines with one, three and six arguments
// question: What do the arguments of a go statement allocate, by their number and size?
// why: Arguments used to be copied to the new stack; since 1.17 they are captured by a closure.
// answer: None up to go1.16; since go1.17 one closure with all of them: 16 B for one word or a receiver, 32 B
//   for three, 48 B for a struct of five.
// go: 1.2
// ref: https://go.dev/doc/go1.17#compiler

package goroutine

import "testing"

type argumentsJob struct {
	a, b, c, d int
	next       *argumentsJob
}

var (
	argumentsDone = make(chan int)
	argumentsN    = 1001
	argumentsWork = argumentsJob{a: 1, b: 2}
	argumentsSum  int
)

func argumentsOne(n int) { argumentsDone <- n }

func argumentsThree(a, b, c int) { argumentsDone <- a + b + c }

func argumentsByValue(j argumentsJob) { argumentsDone <- j.a + j.b }

func (j *argumentsJob) run() { argumentsDone <- j.a }

//go:noinline
func argumentsStartOne(n int) int {
	go argumentsOne(n)
	return <-argumentsDone
}

//go:noinline
func argumentsStartThree(n int) int {
	go argumentsThree(n, n, n)
	return <-argumentsDone
}

//go:noinline
func argumentsStartByValue(j *argumentsJob) int {
	go argumentsByValue(*j)
	return <-argumentsDone
}

//go:noinline
func argumentsStartMethod(j *argumentsJob) int {
	go j.run()
	return <-argumentsDone
}

func BenchmarkGoOneArgument(b *testing.B) {
	for i := 0; i < b.N; i++ {
		argumentsSum += argumentsStartOne(argumentsN)
	}
}

func BenchmarkGoThreeArguments(b *testing.B) {
	for i := 0; i < b.N; i++ {
		argumentsSum += argumentsStartThree(argumentsN)
	}
}

func BenchmarkGoStructArgument(b *testing.B) {
	for i := 0; i < b.N; i++ {
		argumentsSum += argumentsStartByValue(&argumentsWork)
	}
}

func BenchmarkGoMethod(b *testing.B) {
	for i := 0; i < b.N; i++ {
		argumentsSum += argumentsStartMethod(&argumentsWork)
	}
}
