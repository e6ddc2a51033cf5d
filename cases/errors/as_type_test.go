// title: errors.As and errors.AsType
// question: Does the generic errors.AsType save the target that errors.As moves to the heap?
// why: errors.As takes a pointer to the variable to be set, as an interface.
// answer: Yes: errors.As costs 1 alloc (8 B) for the target, errors.AsType none, since go1.26.
// go: 1.26
// ref: https://go.dev/doc/go1.26#errorspkgerrors

package errs

import (
	"errors"
	"fmt"
	"testing"
)

type asTypeError struct {
	code int
	next error
}

func (e *asTypeError) Error() string { return "code" }

var (
	asTypeErr error = fmt.Errorf("open: %w", &asTypeError{code: 404})
	asTypeSum int
)

//go:noinline
func asTypeAs(err error) int {
	var e *asTypeError
	if errors.As(err, &e) {
		return e.code
	}
	return 0
}

//go:noinline
func asTypeType(err error) int {
	if e, ok := errors.AsType[*asTypeError](err); ok {
		return e.code
	}
	return 0
}

func BenchmarkErrorsAsTarget(b *testing.B) {
	for i := 0; i < b.N; i++ {
		asTypeSum += asTypeAs(asTypeErr)
	}
}

func BenchmarkErrorsAsType(b *testing.B) {
	for i := 0; i < b.N; i++ {
		asTypeSum += asTypeType(asTypeErr)
	}
}
