// title: defer once, and defer inside a loop
// question: Does a deferred call allocate, and does it when it stands in a loop?
// why: Outside loops the compiler knows how many there are and keeps them on the stack; in a loop it cannot.
// answer: No alloc once, none in a loop without arguments. A method with an argument, four times in a loop:
//   none up to go1.16, 4 allocs (96 B) since go1.17, which wraps receiver and arguments into a closure; a
//   helper function avoids them.
// go: 1.2
// ref: https://go.dev/doc/go1.13#runtime
// ref: https://go.dev/doc/go1.14#runtime
// ref: https://go.dev/doc/go1.17#compiler

package defers

import "testing"

const deferRounds = 4

type gauge struct{ level int }

//go:noinline
func (g *gauge) release(n int) { g.level -= n }

var (
	meter      gauge
	deferWeigh = 1001
	deferNever bool
)

//go:noinline
func releaseMeter() { meter.level-- }

//go:noinline
func deferOnce(g *gauge, n int) {
	for deferNever {
	}
	defer g.release(n)
	g.level += n
}

// deferLoopPlain defers a function without receiver, arguments or captured variables.
//
//go:noinline
func deferLoopPlain() {
	for i := 0; i < deferRounds; i++ {
		meter.level++
		defer releaseMeter()
	}
}

//go:noinline
func deferLoopMethod(g *gauge, n int) {
	for i := 0; i < deferRounds; i++ {
		g.level += n
		defer g.release(n)
	}
}

// deferLoopHelper is the advice of every style guide: the loop's body moved into a function.
//
//go:noinline
func deferLoopHelper(g *gauge, n int) {
	for i := 0; i < deferRounds; i++ {
		deferOnce(g, n)
	}
}

func BenchmarkDeferOnce(b *testing.B) {
	for i := 0; i < b.N; i++ {
		deferOnce(&meter, deferWeigh)
	}
}

func BenchmarkDeferInLoopPlain(b *testing.B) {
	for i := 0; i < b.N; i++ {
		deferLoopPlain()
	}
}

func BenchmarkDeferInLoopMethod(b *testing.B) {
	for i := 0; i < b.N; i++ {
		deferLoopMethod(&meter, deferWeigh)
	}
}

func BenchmarkDeferInLoopHelper(b *testing.B) {
	for i := 0; i < b.N; i++ {
		deferLoopHelper(&meter, deferWeigh)
	}
}
