// title: Two appends to an empty []byte{}
// question: Does the literal []byte{} have spare capacity, as the conversion []byte("") may have?
// why: The two spellings of an empty slice look alike; only one of them promises a capacity of zero.
// answer: No: capacity 0 and `a b` in every release from go1.2 to go1.27.
// go: 1.2
// ref: https://go.dev/ref/spec#Composite_literals

package main

func main() {
	s := []byte{}
	s1 := append(s, 'a')
	s2 := append(s, 'b')
	println(string(s1), string(s2))
	println(len(s), cap(s))
	println(s)
}
