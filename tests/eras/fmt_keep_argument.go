// title: Variadic interface arguments, kept or dropped
// question: Why does an int passed through a chain of ...interface{} functions escape: the passing on, or what
//   the last callee does with it?
// why: fmt keeps its arguments in a struct while it formats; one such store far down makes every caller's
//   argument escape.
// answer: It is the store: passing on costs nothing since go1.6 (1 alloc for the int in go1.4-1.5), while
//   storing the slice in a field, be it only until the return, makes `leaking param: a` all the way up, and 2
//   allocs of 24 bytes (slice and int; only the slice in go1.2-1.3).
// go: 1.2
// ref: go/src/fmt/print.go

package fmt

import "testing"

type keepHolder struct {
	args []interface{}
}

var (
	keepInput = 1234567
	keepPlace keepHolder
	keepCount int
	keepNever bool
)

//go:noinline
func dropLast(a ...interface{}) int {
	for keepNever {
	}
	return len(a)
}

//go:noinline
func dropChain(a ...interface{}) int {
	for keepNever {
	}
	return dropLast(a...)
}

//go:noinline
func keepLast(h *keepHolder, a ...interface{}) int {
	for keepNever {
	}
	h.args = a
	return len(h.args)
}

//go:noinline
func keepChain(h *keepHolder, a ...interface{}) int {
	for keepNever {
	}
	return keepLast(h, a...)
}

//go:noinline
func brieflyLast(h *keepHolder, a ...interface{}) int {
	for keepNever {
	}
	h.args = a
	n := len(h.args)
	h.args = nil
	return n
}

//go:noinline
func brieflyChain(h *keepHolder, a ...interface{}) int {
	for keepNever {
	}
	return brieflyLast(h, a...)
}

//go:noinline
func callDrop(x int) int {
	for keepNever {
	}
	return dropChain(x)
}

//go:noinline
func callKeep(h *keepHolder, x int) int {
	for keepNever {
	}
	return keepChain(h, x)
}

//go:noinline
func callBriefly(h *keepHolder, x int) int {
	for keepNever {
	}
	return brieflyChain(h, x)
}

func BenchmarkDropped(b *testing.B) {
	for i := 0; i < b.N; i++ {
		keepCount += callDrop(keepInput)
	}
}

func BenchmarkKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		keepCount += callKeep(&keepPlace, keepInput)
	}
	keepPlace.args = nil
}

func BenchmarkKeptBriefly(b *testing.B) {
	for i := 0; i < b.N; i++ {
		keepCount += callBriefly(&keepPlace, keepInput)
	}
}
