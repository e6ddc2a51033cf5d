// title: Nodes one by one or from a slice
// question: What do 16 tree nodes allocate one by one, from one slice, and by index instead of pointer?
// why: An arena of nodes is one object to the collector's books.
// answer: 16 allocs one by one, 1 from a slice, and the same 256 B, in every release.
// go: 1.2
// ref: https://go.dev/doc/gc-guide

package pointer

import "testing"

type linkedOrSliceNode struct {
	key  int
	next *linkedOrSliceNode
}

const linkedOrSliceCount = 16

var (
	linkedOrSliceInput = 1001
	linkedOrSliceHead  *linkedOrSliceNode
	linkedOrSliceSum   int
)

//go:noinline
func linkedOrSliceSingle(n int) {
	linkedOrSliceHead = nil
	for i := 0; i < linkedOrSliceCount; i++ {
		linkedOrSliceHead = &linkedOrSliceNode{n, linkedOrSliceHead}
	}
}

//go:noinline
func linkedOrSliceArena(n int) {
	nodes := make([]linkedOrSliceNode, linkedOrSliceCount)
	linkedOrSliceHead = nil
	for i := range nodes {
		nodes[i] = linkedOrSliceNode{n, linkedOrSliceHead}
		linkedOrSliceHead = &nodes[i]
	}
}

func BenchmarkNodesSingle(b *testing.B) {
	for i := 0; i < b.N; i++ {
		linkedOrSliceSingle(linkedOrSliceInput)
	}
}

func BenchmarkNodesFromSlice(b *testing.B) {
	for i := 0; i < b.N; i++ {
		linkedOrSliceArena(linkedOrSliceInput)
	}
}
