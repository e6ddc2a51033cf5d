// title: Functional options
// question: What does New(WithA(1), WithB(2)) allocate for the options, besides what it returns?
// why: Functional options are the accepted way to build; every option is a closure handed over in a variadic
//   slice.
// answer: Two options add 2 allocs (16 B each) to the server's own since go1.5, 4 before (3 counted in go1.3);
//   if the option constructors can be inlined, none since go1.17.
// go: 1.2
// ref: https://go.dev/doc/go1.12#compiler

package variadic

import "testing"

type optionsServer struct {
	name  *string
	limit int
}

type optionsOption func(*optionsServer)

var (
	optionsName  = "server"
	optionsLimit = 1001
	optionsSum   int
	optionsNever bool
)

func optionsWithLimit(n int) optionsOption { return func(s *optionsServer) { s.limit = n } }

//go:noinline
func optionsWithLimitApart(n int) optionsOption {
	for optionsNever {
	}
	return func(s *optionsServer) { s.limit = n }
}

//go:noinline
func optionsNew(options ...optionsOption) *optionsServer {
	s := &optionsServer{name: &optionsName}
	for _, o := range options {
		o(s)
	}
	return s
}

//go:noinline
func optionsPlain(n int) int { return optionsNew().limit + n }

//go:noinline
func optionsTwo(n int) int {
	return optionsNew(optionsWithLimit(n), optionsWithLimit(n+1)).limit
}

//go:noinline
func optionsTwoApart(n int) int {
	return optionsNew(optionsWithLimitApart(n), optionsWithLimitApart(n+1)).limit
}

func BenchmarkOptionsNone(b *testing.B) {
	for i := 0; i < b.N; i++ {
		optionsSum += optionsPlain(optionsLimit)
	}
}

func BenchmarkOptionsTwoInlined(b *testing.B) {
	for i := 0; i < b.N; i++ {
		optionsSum += optionsTwo(optionsLimit)
	}
}

func BenchmarkOptionsTwoApart(b *testing.B) {
	for i := 0; i < b.N; i++ {
		optionsSum += optionsTwoApart(optionsLimit)
	}
}
