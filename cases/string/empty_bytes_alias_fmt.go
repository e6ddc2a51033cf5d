// title: Two appends to []byte(""), results printed with fmt
// question: Does the meaning of two appends change when the results are also handed to fmt.Println?
// why: Escaping results force the conversion onto the heap, where its capacity is another; a print added for
//   debugging then hides the overwrite.
// answer: In go1.5 and go1.7-1.11 it does: escaping slices make the conversion escape, so it gets no 32-byte
//   stack buffer. From go1.8 on that means capacity 0 and `a b`, while go1.3-1.7 round the heap array up to 8
//   bytes and print `b b`; go1.2 prints `a b`.
// go: 1.2
// ref: https://go.dev/ref/spec#Appending_and_copying_slices
// ref: go/src/runtime/string.go

package main

import "fmt"

func main() {
	s := []byte("")
	s1 := append(s, 'a')
	s2 := append(s, 'b')
	println(string(s1), string(s2))
	println(len(s), cap(s))
	println(s)
	fmt.Println(string(s1), string(s2))
	fmt.Println(s1, s2)
}
