// title: Returning an error
// question: Which way of returning an error allocates: errors.New, a sentinel, a struct, a pointer to a struct?
// why: A function that fails often, such as a parser trying alternatives, pays for every error value.
// answer: A sentinel costs none, errors.New, a struct and a pointer to one each 1 alloc in every release; a
//   value is boxed, so it saves nothing (24-byte structs take 32 B up to go1.15, 24 B since go1.16).
// go: 1.2
// ref: https://go.dev/doc/faq#nil_error

package errs

import (
	"errors"
	"testing"
)

type rangeError struct {
	name  string
	limit int
}

func (e rangeError) Error() string { return e.name + " out of range" }

type syntaxError struct {
	name string
	line int
}

func (e *syntaxError) Error() string { return e.name + ": syntax error" }

var (
	errSentinel = errors.New("not found")
	errName     = "input"
	errLimit    = 1001
	errCount    int
	errNever    bool
)

//go:noinline
func failNew() error {
	for errNever {
	}
	return errors.New("not found")
}

//go:noinline
func failSentinel() error {
	for errNever {
	}
	return errSentinel
}

//go:noinline
func failValue() error {
	for errNever {
	}
	return rangeError{errName, errLimit}
}

//go:noinline
func failPointer() error {
	for errNever {
	}
	return &syntaxError{errName, errLimit}
}

func BenchmarkErrorsNew(b *testing.B) {
	for i := 0; i < b.N; i++ {
		if failNew() != nil {
			errCount++
		}
	}
}

func BenchmarkErrorSentinel(b *testing.B) {
	for i := 0; i < b.N; i++ {
		if failSentinel() != nil {
			errCount++
		}
	}
}

func BenchmarkErrorStructValue(b *testing.B) {
	for i := 0; i < b.N; i++ {
		if failValue() != nil {
			errCount++
		}
	}
}

func BenchmarkErrorStructPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		if failPointer() != nil {
			errCount++
		}
	}
}
