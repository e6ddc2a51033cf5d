// title: A method that stores into its receiver
// question: Does an argument escape because a method stores it in a field of a receiver that never leaves the
//   caller?
// why: Setters and builders are written this way; the callee cannot say that its receiver lives as long as the
//   argument.
// answer: Still open: 1 alloc (16 B) in every release, and inlining the setter does not help, as x.field = &y
//   through the receiver's address is the same flaw; a method that only reads costs none.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921
// ref: go/src/cmd/compile/internal/escape/leaks.go

package escape

import "testing"

type receiverFieldPart struct {
	weight int
	next   *receiverFieldPart
}

type receiverFieldCart struct{ first *receiverFieldPart }

//go:noinline
func (c *receiverFieldCart) set(p *receiverFieldPart) {
	for receiverFieldNever {
	}
	c.first = p
}

//go:noinline
func (c *receiverFieldCart) look(p *receiverFieldPart) int {
	for receiverFieldNever {
	}
	return p.weight
}

// receiverFieldInline is small enough to be inlined, where the compiler sees both ends.
func (c *receiverFieldCart) setInline(p *receiverFieldPart) { c.first = p }

var (
	receiverFieldWeight = 1001
	receiverFieldSum    int
	receiverFieldNever  bool
)

//go:noinline
func receiverFieldSetApart(w int) int {
	var c receiverFieldCart
	p := receiverFieldPart{weight: w}
	c.set(&p)
	return c.first.weight
}

//go:noinline
func receiverFieldSetInlined(w int) int {
	for receiverFieldNever {
	}
	var c receiverFieldCart
	p := receiverFieldPart{weight: w}
	c.setInline(&p)
	return c.first.weight
}

//go:noinline
func receiverFieldLookOnly(w int) int {
	var c receiverFieldCart
	p := receiverFieldPart{weight: w}
	return c.look(&p)
}

func BenchmarkMethodStores(b *testing.B) {
	for i := 0; i < b.N; i++ {
		receiverFieldSum += receiverFieldSetApart(receiverFieldWeight)
	}
}

func BenchmarkMethodStoresInlined(b *testing.B) {
	for i := 0; i < b.N; i++ {
		receiverFieldSum += receiverFieldSetInlined(receiverFieldWeight)
	}
}

func BenchmarkMethodLooks(b *testing.B) {
	for i := 0; i < b.N; i++ {
		receiverFieldSum += receiverFieldLookOnly(receiverFieldWeight)
	}
}
