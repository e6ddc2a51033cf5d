// title: Two appends to an empty []byte("")
// question: Do two appends to the same empty byte slice get separate memory, or does the second overwrite the first?
// why: An empty slice may have spare capacity that nobody asked for; then both results share one array.
// answer: TODO
// go: 1.2
// ref: https://go.dev/ref/spec#Appending_and_copying_slices
// ref: go/src/runtime/string.go

package main

func main() {
	s := []byte("")
	s1 := append(s, 'a')
	s2 := append(s, 'b')
	println(string(s1), string(s2))
	println(len(s), cap(s))
	println(s)
}
