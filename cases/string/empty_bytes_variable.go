// title: Two appends to []byte(s) of an empty variable
// question: Does the conversion of an empty string that the compiler does not know still yield spare capacity shared by two appends?
// why: The constant conversion []byte("") is a special case; real strings are variables, and there the overwrite is still to be had.
// answer: TODO
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
