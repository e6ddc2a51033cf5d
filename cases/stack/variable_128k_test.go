// title: A variable of 128 KiB
// question: Does var x [n]byte move to the heap when it is one byte larger than 128 KiB?
// why: An explicit variable is allowed more stack than new or make; the limit was lowered from 10 MiB.
// answer: Since go1.24 it does: 1 alloc (139,264 B), none from go1.3 to go1.23; with exactly 128 KiB none since
//   go1.3. In go1.2 both show 1 alloc: its stacks grew by segments from the heap.
// go: 1.2
// ref: go/src/cmd/compile/internal/ir/cfg.go

package stack

import "testing"

var (
	variable128kAt  = 1001
	variable128kSum int
)

//go:noinline
func variable128kTouch(b []byte, at int) int {
	n := 0
	for i := at; i < len(b); i += 1 << 20 {
		b[i]++
		n += int(b[i])
	}
	return n
}

//go:noinline
func variable128kExact(at int) int {
	var a [128 << 10]byte
	return variable128kTouch(a[:], at)
}

//go:noinline
func variable128kAbove(at int) int {
	var a [128<<10 + 1]byte
	return variable128kTouch(a[:], at)
}

func BenchmarkVar128K(b *testing.B) {
	for i := 0; i < b.N; i++ {
		variable128kSum += variable128kExact(variable128kAt)
	}
}

func BenchmarkVarOneAbove128K(b *testing.B) {
	for i := 0; i < b.N; i++ {
		variable128kSum += variable128kAbove(variable128kAt)
	}
}
