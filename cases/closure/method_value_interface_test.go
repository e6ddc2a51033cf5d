// title: A method value of an interface
// question: Does binding a method of an interface value allocate, called at once or kept?
// why: The closure holds the whole interface: two words.
// answer: Passed to a function that keeps nothing: none. Kept: 1 alloc in every release, 32 B up to go1.15 and
//   24 B since go1.16.
// go: 1.2
// ref: https://go.dev/ref/spec#Method_values

package closure

import "testing"

type methodValueInterfaceSource interface{ read() int }

type methodValueInterfaceTape struct{ n int }

func (t *methodValueInterfaceTape) read() int {
	t.n++
	return t.n
}

var (
	methodValueInterfaceOne   methodValueInterfaceSource = &methodValueInterfaceTape{n: 1001}
	methodValueInterfaceHeld  func() int
	methodValueInterfaceSum   int
	methodValueInterfaceNever bool
)

//go:noinline
func methodValueInterfaceTwice(f func() int) int { return f() + f() }

//go:noinline
func methodValueInterfacePass(s methodValueInterfaceSource) int {
	return methodValueInterfaceTwice(s.read)
}

//go:noinline
func methodValueInterfaceKeep(s methodValueInterfaceSource) {
	for methodValueInterfaceNever {
	}
	methodValueInterfaceHeld = s.read
}

func BenchmarkInterfaceMethodPassed(b *testing.B) {
	for i := 0; i < b.N; i++ {
		methodValueInterfaceSum += methodValueInterfacePass(methodValueInterfaceOne)
	}
}

func BenchmarkInterfaceMethodKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		methodValueInterfaceKeep(methodValueInterfaceOne)
	}
}
