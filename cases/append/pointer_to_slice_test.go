// title: Appending through a pointer or to a field
// question: Does append allocate more when the slice is a field reached through a pointer than when it is a
//   local variable?
// why: The stack-allocated start of 1.25 needs to know where the slice goes.
// answer: Local variable and field of a local struct: 3 allocs up to go1.24, none since go1.25; through a
//   method with a pointer receiver 3 (56 B) in every release to go1.27.
// go: 1.2
// ref: https://go.dev/doc/go1.25#compiler

package appends

import "testing"

type pointerToSliceList struct{ items []*int }

var (
	pointerToSliceCount = 4
	pointerToSliceSum   int
)

//go:noinline
func pointerToSliceLocal(n int) int {
	var s []*int
	for i := 0; i < n; i++ {
		s = append(s, &pointerToSliceSum)
	}
	return len(s)
}

//go:noinline
func pointerToSliceField(n int) int {
	var l pointerToSliceList
	for i := 0; i < n; i++ {
		l.items = append(l.items, &pointerToSliceSum)
	}
	return len(l.items)
}

//go:noinline
func (l *pointerToSliceList) add(p *int) { l.items = append(l.items, p) }

//go:noinline
func pointerToSliceMethod(n int) int {
	var l pointerToSliceList
	for i := 0; i < n; i++ {
		l.add(&pointerToSliceSum)
	}
	return len(l.items)
}

func BenchmarkAppendToLocal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		pointerToSliceSum += pointerToSliceLocal(pointerToSliceCount)
	}
}

func BenchmarkAppendToField(b *testing.B) {
	for i := 0; i < b.N; i++ {
		pointerToSliceSum += pointerToSliceField(pointerToSliceCount)
	}
}

func BenchmarkAppendInMethod(b *testing.B) {
	for i := 0; i < b.N; i++ {
		pointerToSliceSum += pointerToSliceMethod(pointerToSliceCount)
	}
}
