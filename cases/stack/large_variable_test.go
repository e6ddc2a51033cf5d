// title: Too large for the stack
// question: From what size on does a local variable go to the heap although nothing keeps it?
// why: The limit differs between var and new, and it has moved: a scratch array can turn into garbage by an upgrade.
// answer: new up to 64 KB and var up to 10 MB stay on the stack; since go1.24 var only up to 128 KB, so that
//   200 KB became 1 alloc. In go1.2 all show 1 alloc: its stacks grew by segments from the heap.
// go: 1.2
// ref: go/src/cmd/compile/internal/ir/cfg.go

package stack

import "testing"

var (
	largeIndex = 1001
	largeSum   int
)

//go:noinline
func touch(s []byte, at int) int {
	sum := 0
	for i := at; i < len(s); i += 16 << 10 {
		s[i]++
		sum += int(s[i])
	}
	return sum
}

//go:noinline
func variable100K(at int) int {
	var a [100 << 10]byte
	return touch(a[:], at)
}

//go:noinline
func variable200K(at int) int {
	var a [200 << 10]byte
	return touch(a[:], at)
}

//go:noinline
func new60K(at int) int {
	p := new([60 << 10]byte)
	return touch(p[:], at)
}

//go:noinline
func new100K(at int) int {
	p := new([100 << 10]byte)
	return touch(p[:], at)
}

func BenchmarkVar100K(b *testing.B) {
	for i := 0; i < b.N; i++ {
		largeSum += variable100K(largeIndex)
	}
}

func BenchmarkVar200K(b *testing.B) {
	for i := 0; i < b.N; i++ {
		largeSum += variable200K(largeIndex)
	}
}

func BenchmarkNew60K(b *testing.B) {
	for i := 0; i < b.N; i++ {
		largeSum += new60K(largeIndex)
	}
}

func BenchmarkNew100K(b *testing.B) {
	for i := 0; i < b.N; i++ {
		largeSum += new100K(largeIndex)
	}
}
