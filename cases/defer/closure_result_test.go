// title: defer that changes a named result
// question: Does a deferred function literal that recovers or sets a named result allocate?
// why: Every function that turns a panic into an error ends with such a literal.
// answer: None in every release, with recover or with a named result.
// go: 1.2
// ref: https://go.dev/doc/go1.14#runtime

package defers

import "testing"

type closureResultFailure struct {
	code int
	next *closureResultFailure
}

var (
	closureResultInput = 1001
	closureResultSum   int
	closureResultKept  *closureResultFailure
)

//go:noinline
func closureResultRecovering(n int) (code int) {
	defer func() {
		if recover() != nil {
			code = -1
		}
	}()
	closureResultSum += n
	return n
}

//go:noinline
func closureResultSetting(n int) (f *closureResultFailure) {
	defer func() {
		if f == nil {
			f = closureResultKept
		}
	}()
	closureResultSum += n
	return nil
}

//go:noinline
func closureResultPlain(n int) (code int) {
	closureResultSum += n
	return n
}

func BenchmarkDeferNone(b *testing.B) {
	for i := 0; i < b.N; i++ {
		closureResultSum += closureResultPlain(closureResultInput)
	}
}

func BenchmarkDeferRecover(b *testing.B) {
	for i := 0; i < b.N; i++ {
		closureResultSum += closureResultRecovering(closureResultInput)
	}
}

func BenchmarkDeferNamedResult(b *testing.B) {
	for i := 0; i < b.N; i++ {
		closureResultKept = closureResultSetting(closureResultInput)
	}
}
