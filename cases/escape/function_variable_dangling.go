// title: A function variable that is assigned a keeper
// question: Does a local variable survive when its address is kept by a function called through a variable that
//   was initialised with a harmless function?
// why: Which arguments a function keeps was once noted on its type, and the variable shared that type; the note
//   stayed when another function was assigned.
// answer: Not up to go1.4: the address of a stack variable is kept and its memory overwritten, with no unsafe in
//   sight. Since go1.5 the argument of every call through a function variable escapes and the value is intact.
// go: 1.2
// ref: go/src/cmd/compile/internal/escape/call.go

package main

type cell struct {
	n    int
	next *cell
}

var (
	hook  = read
	kept  *cell
	never bool
)

func read(c *cell) int {
	for never {
	}
	return c.n
}

func keep(c *cell) int {
	for never {
	}
	kept = c
	return c.n
}

// call hands the address of its own variable to whatever hook is by now.
func call(n int) int {
	c := cell{n: n}
	return hook(&c)
}

// reuse writes over the part of the stack that call has just left.
func reuse(n int) int {
	var a [64]int
	for i := range a {
		a[i] = n + i
	}
	sum := 0
	for _, v := range a {
		sum += v
	}
	return sum
}

func main() {
	hook = keep
	call(1001)
	reuse(7)
	if kept.n == 1001 {
		println("intact")
	} else {
		println("overwritten")
	}
}
