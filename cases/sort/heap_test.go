// title: container/heap of ints
// question: What do heap.Push and heap.Pop allocate for a heap of ints, and for one of pointers?
// why: Push and Pop take and return interface{}.
// answer: Ints: 2 allocs (16 B) per push and pop since go1.4, none before, when an int fitted the interface
//   word; pointers none.
// go: 1.2
// ref: https://pkg.go.dev/container/heap

package sort

import (
	"container/heap"
	"testing"
)

type heapInts []int

func (h heapInts) Len() int            { return len(h) }
func (h heapInts) Less(i, j int) bool  { return h[i] < h[j] }
func (h heapInts) Swap(i, j int)       { h[i], h[j] = h[j], h[i] }
func (h *heapInts) Push(v interface{}) { *h = append(*h, v.(int)) }
func (h *heapInts) Pop() interface{} {
	last := len(*h) - 1
	v := (*h)[last]
	*h = (*h)[:last]
	return v
}

type heapTask struct{ due int }

type heapTasks []*heapTask

func (h heapTasks) Len() int            { return len(h) }
func (h heapTasks) Less(i, j int) bool  { return h[i].due < h[j].due }
func (h heapTasks) Swap(i, j int)       { h[i], h[j] = h[j], h[i] }
func (h *heapTasks) Push(v interface{}) { *h = append(*h, v.(*heapTask)) }
func (h *heapTasks) Pop() interface{} {
	last := len(*h) - 1
	v := (*h)[last]
	*h = (*h)[:last]
	return v
}

var (
	heapNumbers = make(heapInts, 0, 16)
	heapWork    = make(heapTasks, 0, 16)
	heapOne     = &heapTask{1001}
	heapValue   = 1001
	heapSum     int
)

//go:noinline
func heapOfInts(h *heapInts, v int) int {
	heap.Push(h, v)
	return heap.Pop(h).(int)
}

//go:noinline
func heapOfTasks(h *heapTasks, t *heapTask) int {
	heap.Push(h, t)
	return heap.Pop(h).(*heapTask).due
}

func BenchmarkHeapOfInts(b *testing.B) {
	for i := 0; i < b.N; i++ {
		heapSum += heapOfInts(&heapNumbers, heapValue)
	}
}

func BenchmarkHeapOfPointers(b *testing.B) {
	for i := 0; i < b.N; i++ {
		heapSum += heapOfTasks(&heapWork, heapOne)
	}
}
