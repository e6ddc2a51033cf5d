// title: Two appends to []byte(s) of an empty variable
// question: Does the conversion of an empty string that the compiler does not know still yield spare capacity
//   shared by two appends?
// why: The constant conversion []byte("") is a special case; real strings are variables, and there the overwrite
//   is still to be had.
// answer: Yes, to this day: `b b` with capacity 32 in go1.5 and in every release since go1.7 (capacity 8 in
//   go1.3-1.4); only go1.2 and go1.6 print `a b`, with capacity 0.
// go: 1.2
// ref: https://go.dev/ref/spec#Appending_and_copying_slices
// ref: go/src/runtime/string.go

package main

var text = ""

func main() {
	s := []byte(text)
	s1 := append(s, 'a')
	s2 := append(s, 'b')
	println(string(s1), string(s2))
	println(len(s), cap(s))
	println(s)
}
