// title: From one interface to another
// question: Does converting between interface types, or asserting to a smaller one, allocate?
// why: io.ReadWriter to io.Reader, any to fmt.Stringer: the value is there already, only its method table
//   changes.
// answer: None, narrowing or asserting from interface to interface, in every release; by way of the concrete
//   type the value is boxed anew: 1 alloc (16 B).
// go: 1.2
// ref: go/src/runtime/iface.go
// ref: https://go.dev/doc/go1.22

package interfaces

import "testing"

type toInterfaceReader interface{ read() int }

type toInterfaceBoth interface {
	read() int
	write(int)
}

type toInterfaceFile struct{ a, b int }

func (f toInterfaceFile) read() int   { return f.a }
func (f toInterfaceFile) write(n int) {}

var (
	toInterfaceWide  toInterfaceBoth = toInterfaceFile{1, 2}
	toInterfaceAny   interface{}     = toInterfaceFile{3, 4}
	toInterfaceSmall toInterfaceReader
	toInterfaceNever bool
)

//go:noinline
func toInterfaceNarrow(b toInterfaceBoth) {
	for toInterfaceNever {
	}
	toInterfaceSmall = b
}

//go:noinline
func toInterfaceAssert(v interface{}) {
	for toInterfaceNever {
	}
	toInterfaceSmall = v.(toInterfaceReader)
}

//go:noinline
func toInterfaceConcrete(v interface{}) {
	for toInterfaceNever {
	}
	toInterfaceSmall = v.(toInterfaceFile)
}

func BenchmarkInterfaceNarrowed(b *testing.B) {
	for i := 0; i < b.N; i++ {
		toInterfaceNarrow(toInterfaceWide)
	}
}

func BenchmarkInterfaceAsserted(b *testing.B) {
	for i := 0; i < b.N; i++ {
		toInterfaceAssert(toInterfaceAny)
	}
}

func BenchmarkConcreteAndBack(b *testing.B) {
	for i := 0; i < b.N; i++ {
		toInterfaceConcrete(toInterfaceAny)
	}
}
