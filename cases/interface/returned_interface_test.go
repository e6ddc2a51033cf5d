// title: A constructor that returns an interface
// question: Does returning an interface instead of the concrete pointer make a constructor allocate where it
//   would not?
// why: "Accept interfaces, return structs" has a price tag.
// answer: It did, 1 alloc, up to go1.15; since go1.16, which devirtualizes the calls after inlining the
//   constructor, none. The concrete pointer costs none in every release.
// go: 1.2
// ref: https://go.dev/doc/go1.16#compiler

package interfaces

import "testing"

type returnedInterfaceCounter interface{ next() int }

type returnedInterfaceStep struct {
	n    int
	link *returnedInterfaceStep
}

func (s *returnedInterfaceStep) next() int {
	s.n++
	return s.n
}

var (
	returnedInterfaceStart = 1001
	returnedInterfaceSum   int
)

func returnedInterfaceNewCounter(n int) returnedInterfaceCounter { return &returnedInterfaceStep{n: n} }

func returnedInterfaceNewStep(n int) *returnedInterfaceStep { return &returnedInterfaceStep{n: n} }

//go:noinline
func returnedInterfaceUseInterface(n int) int {
	c := returnedInterfaceNewCounter(n)
	return c.next() + c.next()
}

//go:noinline
func returnedInterfaceUseConcrete(n int) int {
	c := returnedInterfaceNewStep(n)
	return c.next() + c.next()
}

func BenchmarkReturnsInterface(b *testing.B) {
	for i := 0; i < b.N; i++ {
		returnedInterfaceSum += returnedInterfaceUseInterface(returnedInterfaceStart)
	}
}

func BenchmarkReturnsConcrete(b *testing.B) {
	for i := 0; i < b.N; i++ {
		returnedInterfaceSum += returnedInterfaceUseConcrete(returnedInterfaceStart)
	}
}
