// title: Wrapping and inspecting errors
// question: What does fmt.Errorf cost without operands, with %w, and what does errors.As cost the caller?
// why: Errors are wrapped once a layer; hot paths that probe for io.EOF or "not found" meet them all.
// answer: Errorf without operands: 2 allocs up to go1.25, 1 since go1.26, as with errors.New. With %w: 2,
//   errors.As: 1 (its target moves to the heap), errors.Is: none, in every release since go1.13.
// go: 1.13
// ref: https://go.dev/doc/go1.13#error_wrapping
// ref: release notes go1.26

package errs

import (
	"errors"
	"fmt"
	"testing"
)

type codeError struct{ code int }

func (e *codeError) Error() string { return "code" }

var (
	wrapInner = &codeError{404}
	wrapOuter = fmt.Errorf("open: %w", error(wrapInner))
	wrapBase  = errors.New("not found")
	wrapCount int
)

//go:noinline
func errorfPlain() error { return fmt.Errorf("not found") }

//go:noinline
func errorfWrap(err error) error { return fmt.Errorf("open: %w", err) }

//go:noinline
func inspectIs(err, target error) int {
	if errors.Is(err, target) {
		return 1
	}
	return 0
}

//go:noinline
func inspectAs(err error) int {
	var target *codeError
	if errors.As(err, &target) {
		return target.code
	}
	return 0
}

func BenchmarkErrorfPlain(b *testing.B) {
	for i := 0; i < b.N; i++ {
		if errorfPlain() != nil {
			wrapCount++
		}
	}
}

func BenchmarkErrorfWrap(b *testing.B) {
	for i := 0; i < b.N; i++ {
		if errorfWrap(wrapBase) != nil {
			wrapCount++
		}
	}
}

func BenchmarkErrorsIs(b *testing.B) {
	for i := 0; i < b.N; i++ {
		wrapCount += inspectIs(wrapOuter, wrapBase)
	}
}

func BenchmarkErrorsAs(b *testing.B) {
	for i := 0; i < b.N; i++ {
		wrapCount += inspectAs(wrapOuter)
	}
}
