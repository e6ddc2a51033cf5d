// title: Methods of embedded structs
// question: Does calling a pointer method of an embedded struct make the outer struct escape?
// why: x.m() of an embedded field takes &x.field.
// answer: Not for an embedded struct, none in every release; for an embedded interface the value behind it
//   escapes, 1 alloc (16 B).
// go: 1.2
// ref: https://go.dev/ref/spec#Struct_types

package pointer

import "testing"

type embeddedCopyInner struct {
	n    int
	next *embeddedCopyInner
}

//go:noinline
func (i *embeddedCopyInner) add(k int) int {
	for embeddedCopyNever {
	}
	i.n += k
	return i.n
}

type embeddedCopyOuter struct {
	embeddedCopyInner
	name string
}

type embeddedCopyAdder interface{ add(k int) int }

type embeddedCopyWrapper struct{ embeddedCopyAdder }

var (
	embeddedCopyInput = 1001
	embeddedCopySum   int
	embeddedCopyNever bool
)

//go:noinline
func embeddedCopyStruct(n int) int {
	o := embeddedCopyOuter{name: "outer"}
	return o.add(n)
}

//go:noinline
func embeddedCopyInterface(n int) int {
	i := embeddedCopyInner{n: n}
	w := embeddedCopyWrapper{&i}
	return w.add(n)
}

func BenchmarkEmbeddedStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		embeddedCopySum += embeddedCopyStruct(embeddedCopyInput)
	}
}

func BenchmarkEmbeddedInterface(b *testing.B) {
	for i := 0; i < b.N; i++ {
		embeddedCopySum += embeddedCopyInterface(embeddedCopyInput)
	}
}
