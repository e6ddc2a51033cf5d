// title: Waiting for goroutines
// question: What does a local WaitGroup, a done channel or a mutex captured by goroutines allocate?
// why: What several goroutines share cannot live on the stack of one of them.
// answer: The WaitGroup costs 1 alloc (16 B) in every release since go1.5; each goroutine that captures it or
//   has it as an argument another since go1.17: 3 for two of them. A channel the same, 3 of 144 B since go1.23.
//   Up to go1.4 4 captured and 2 as an argument.
// go: 1.2
// ref: https://pkg.go.dev/sync#WaitGroup

package goroutine

import (
	"sync"
	"testing"
)

var waitGroupSum int

//go:noinline
func waitGroupWork(wg *sync.WaitGroup) { wg.Done() }

//go:noinline
func waitGroupGroup() {
	var wg sync.WaitGroup
	wg.Add(2)
	for k := 0; k < 2; k++ {
		go func() { wg.Done() }()
	}
	wg.Wait()
}

//go:noinline
func waitGroupGroupArgument() {
	var wg sync.WaitGroup
	wg.Add(2)
	for k := 0; k < 2; k++ {
		go waitGroupWork(&wg)
	}
	wg.Wait()
}

//go:noinline
func waitGroupChannel() {
	done := make(chan int)
	for k := 0; k < 2; k++ {
		go func() { done <- 1 }()
	}
	waitGroupSum += <-done
	waitGroupSum += <-done
}

func BenchmarkWaitGroupCaptured(b *testing.B) {
	for i := 0; i < b.N; i++ {
		waitGroupGroup()
	}
}

func BenchmarkWaitGroupArgument(b *testing.B) {
	for i := 0; i < b.N; i++ {
		waitGroupGroupArgument()
	}
}

func BenchmarkDoneChannel(b *testing.B) {
	for i := 0; i < b.N; i++ {
		waitGroupChannel()
	}
}
