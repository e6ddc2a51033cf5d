// title: var around 128 KiB and 10 MiB
// question: At which size does var x [n]byte move to the heap?
// why: An explicit variable is allowed more stack than new or make; the limit was lowered.
// answer: Up to 128 KiB it never does since go1.3; one byte more costs 1 alloc since go1.24 and none before;
//   above 10 MiB 1 alloc in every release. In go1.2 all show 1 alloc: its stacks grew by segments from the
//   heap.
// go: 1.2
// ref: go/src/cmd/compile/internal/ir/cfg.go
// ref: https://go.dev/doc/go1.24

package stack

import "testing"

var (
	variable10mAt  = 1001
	variable10mSum int
)

//go:noinline
func variable10mTouch(b []byte, at int) int {
	n := 0
	for i := at; i < len(b); i += 1 << 20 {
		b[i]++
		n += int(b[i])
	}
	return n
}

//go:noinline
func variable10mExact128K(at int) int {
	var a [128 << 10]byte
	return variable10mTouch(a[:], at)
}

//go:noinline
func variable10mAbove128K(at int) int {
	var a [128<<10 + 1]byte
	return variable10mTouch(a[:], at)
}

//go:noinline
func variable10mAbove10M(at int) int {
	var a [10<<20 + 1]byte
	return variable10mTouch(a[:], at)
}

func BenchmarkVar128K(b *testing.B) {
	for i := 0; i < b.N; i++ {
		variable10mSum += variable10mExact128K(variable10mAt)
	}
}

func BenchmarkVarOneAbove128K(b *testing.B) {
	for i := 0; i < b.N; i++ {
		variable10mSum += variable10mAbove128K(variable10mAt)
	}
}

func BenchmarkVarOneAbove10M(b *testing.B) {
	for i := 0; i < b.N; i++ {
		variable10mSum += variable10mAbove10M(variable10mAt)
	}
}
