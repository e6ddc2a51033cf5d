// title: A deep call on a fresh goroutine
// question: Does growing a goroutine's stack show up as an allocation?
// why: Stack memory is not the heap's and not counted with it, though it comes from the same pages.
// answer: Only in go1.3, with 3 allocs and 114,688 B for the deep call; in every other release neither is
//   counted.
// go: 1.2
// ref: https://go.dev/doc/go1.19#runtime
// ref: https://go.dev/doc/go1.3#stacks

package stack

import "testing"

var (
	growthInCallDepth = 200
	growthInCallSum   int
	growthInCallDone  = make(chan int)
)

//go:noinline
func growthInCallRecurse(n int) int {
	var room [32]int
	room[n%32] = n
	if n == 0 {
		return 1
	}
	return growthInCallRecurse(n-1) + room[n%32]
}

func growthInCallDeep() { growthInCallDone <- growthInCallRecurse(growthInCallDepth) }

func growthInCallShallow() { growthInCallDone <- 1 }

func BenchmarkGoroutineShallow(b *testing.B) {
	for i := 0; i < b.N; i++ {
		go growthInCallShallow()
		growthInCallSum += <-growthInCallDone
	}
}

func BenchmarkGoroutineDeep(b *testing.B) {
	for i := 0; i < b.N; i++ {
		go growthInCallDeep()
		growthInCallSum += <-growthInCallDone
	}
}
