// title: A recursive closure
// question: Does a local function literal that calls itself allocate?
// why: var walk func(...); walk = func(...) { ... walk(...) } is the only way to write a local recursion.
// answer: None in every release, although the literal refers to the variable that holds it.
// go: 1.2
// ref: https://go.dev/ref/spec#Function_literals

package closure

import "testing"

type recursiveTree struct{ left, right *recursiveTree }

var (
	recursiveRoot = &recursiveTree{&recursiveTree{&recursiveTree{}, nil}, &recursiveTree{nil, &recursiveTree{}}}
	recursiveSum  int
)

//go:noinline
func recursiveClosure(t *recursiveTree) int {
	n := 0
	var walk func(t *recursiveTree)
	walk = func(t *recursiveTree) {
		if t == nil {
			return
		}
		n++
		walk(t.left)
		walk(t.right)
	}
	walk(t)
	return n
}

//go:noinline
func recursivePassed(t *recursiveTree) int {
	n := 0
	recursiveWalk(t, func() { n++ })
	return n
}

//go:noinline
func recursiveWalk(t *recursiveTree, visit func()) {
	if t == nil {
		return
	}
	visit()
	recursiveWalk(t.left, visit)
	recursiveWalk(t.right, visit)
}

func BenchmarkRecursiveLiteral(b *testing.B) {
	for i := 0; i < b.N; i++ {
		recursiveSum += recursiveClosure(recursiveRoot)
	}
}

func BenchmarkRecursiveFunction(b *testing.B) {
	for i := 0; i < b.N; i++ {
		recursiveSum += recursivePassed(recursiveRoot)
	}
}
