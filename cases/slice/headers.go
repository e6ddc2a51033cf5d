// title: Length, capacity and nil-ness of slices
// question: What are the length and the capacity of a nil, an empty, a made and a re-sliced slice, and which of
//   them is nil?
// why: Everything append and escape analysis decide starts from these three words; only the nil slice is nil.
// answer: The same in every release from go1.2 to go1.27: s[2:4] of five bytes has capacity 3, and only the
//   slice never assigned, its own re-slice and append of nothing to nil are nil.
// go: 1.2
// ref: https://go.dev/ref/spec#Slice_expressions
// ref: https://go.dev/ref/spec#Making_slices_maps_and_channels

package main

import "unsafe"

func show(name string, n, c int, isNil bool) {
	println(name, "len", n, "cap", c, "nil", isNil)
}

func main() {
	var none []int
	show("var none []int", len(none), cap(none), none == nil)

	literal := []int{}
	show("[]int{}", len(literal), cap(literal), literal == nil)

	empty := make([]int, 0)
	show("make([]int, 0)", len(empty), cap(empty), empty == nil)

	s := make([]byte, 5)
	show("s := make([]byte, 5)", len(s), cap(s), s == nil)

	part := s[2:4]
	show("s[2:4]", len(part), cap(part), part == nil)

	full := s[2:4:4]
	show("s[2:4:4]", len(full), cap(full), full == nil)

	wider := part[:cap(part)]
	show("part[:cap(part)]", len(wider), cap(wider), wider == nil)

	end := s[5:]
	show("s[5:]", len(end), cap(end), end == nil)

	still := none[:]
	show("none[:]", len(still), cap(still), still == nil)

	nothing := append([]int(nil), literal...)
	show("append([]int(nil), literal...)", len(nothing), cap(nothing), nothing == nil)

	println("words in a slice", unsafe.Sizeof(s)/unsafe.Sizeof(uintptr(0)))
}
