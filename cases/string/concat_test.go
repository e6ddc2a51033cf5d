// title: Concatenating with +
// question: Does every + of a string concatenation allocate, and does a result that stays local?
// why: One expression is joined in a single step; the same pieces added one statement at a time are not.
// answer: One expression is 1 alloc for 2 or for 5 pieces, five statements are 4 allocs, in every release
//   (B/op fell with the 24-byte size class of go1.16). A local result of up to 32 bytes: 1 alloc up to go1.4,
//   none since go1.5.
// go: 1.2
// ref: go/src/runtime/string.go

package strcase

import "testing"

var (
	scheme    = "https://"
	host      = "www.example.org"
	colon     = ":"
	port      = "8080"
	path      = "/index.html"
	joined    int
	joinNever bool
)

//go:noinline
func joinTwo() string {
	for joinNever {
	}
	return scheme + host
}

//go:noinline
func joinFive() string {
	for joinNever {
	}
	return scheme + host + colon + port + path
}

//go:noinline
func joinFiveStepwise() string {
	for joinNever {
	}
	s := scheme
	s += host
	s += colon
	s += port
	s += path
	return s
}

// joinShortLocal counts the dots of a 20-byte string that nobody else sees.
//
//go:noinline
func joinShortLocal() int {
	s := host + colon + port
	dots := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '.' {
			dots++
		}
	}
	return dots
}

func BenchmarkConcatTwo(b *testing.B) {
	for i := 0; i < b.N; i++ {
		joined = len(joinTwo())
	}
}

func BenchmarkConcatFive(b *testing.B) {
	for i := 0; i < b.N; i++ {
		joined = len(joinFive())
	}
}

func BenchmarkConcatFiveStepwise(b *testing.B) {
	for i := 0; i < b.N; i++ {
		joined = len(joinFiveStepwise())
	}
}

func BenchmarkConcatShortLocal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		joined = joinShortLocal()
	}
}
