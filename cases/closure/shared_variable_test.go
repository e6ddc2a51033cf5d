// title: Two closures over one variable
// question: What do two returned closures allocate that share a variable, a counter and its reader?
// why: Getter and setter pairs are objects in disguise.
// answer: 3 allocs (two closures and the shared variable, 48 B) against 1 (16 B) for an object with two
//   methods, in every release.
// go: 1.2
// ref: https://go.dev/ref/spec#Function_literals

package closure

import "testing"

type sharedVariableCell struct {
	n    int
	next *sharedVariableCell
}

func (c *sharedVariableCell) add() int {
	c.n++
	return c.n
}

func (c *sharedVariableCell) get() int { return c.n }

var (
	sharedVariableStart = 1001
	sharedVariableSum   int
	sharedVariableNever bool
)

//go:noinline
func sharedVariableClosures(n int) (func() int, func() int) {
	for sharedVariableNever {
	}
	c := sharedVariableCell{n: n}
	add := func() int {
		c.n++
		return c.n
	}
	get := func() int { return c.n }
	return add, get
}

//go:noinline
func sharedVariableObject(n int) *sharedVariableCell {
	for sharedVariableNever {
	}
	return &sharedVariableCell{n: n}
}

func BenchmarkPairOfClosures(b *testing.B) {
	for i := 0; i < b.N; i++ {
		add, get := sharedVariableClosures(sharedVariableStart)
		sharedVariableSum += add() + get()
	}
}

func BenchmarkOneObject(b *testing.B) {
	for i := 0; i < b.N; i++ {
		c := sharedVariableObject(sharedVariableStart)
		sharedVariableSum += c.add() + c.get()
	}
}
