// title: Arguments of a variadic call
// question: What does calling f(args ...interface{}) allocate when f keeps nothing: the slice, the values, both?
// why: Loggers have this signature, and are called with their level switched off most of the time.
// answer: The argument slice is free in every release; three ints were boxed (3 allocs) in go1.4 and go1.5
//   only: before, an int fitted the interface word, since go1.6 the boxes stay on the stack. Converting 4
//   strings first costs 5 in every release.
// go: 1.2
// ref: https://go.dev/doc/faq#convert_slice_of_interface

package interfaces

import "testing"

var (
	first, second, third = 1001, 1002, 1003
	names                = []string{"ada", "grace", "barbara", "frances"}
	variadicSum          int
	variadicNever        bool
)

//go:noinline
func sumInts(args ...int) int {
	sum := 0
	for _, v := range args {
		sum += v
	}
	return sum
}

//go:noinline
func sumAny(args ...interface{}) int {
	sum := 0
	for _, v := range args {
		switch v := v.(type) {
		case int:
			sum += v
		case *int:
			sum += *v
		case string:
			sum += len(v)
		}
	}
	return sum
}

//go:noinline
func callInts() int {
	for variadicNever {
	}
	return sumInts(first, second, third)
}

//go:noinline
func callAny() int {
	for variadicNever {
	}
	return sumAny(first, second, third)
}

//go:noinline
func callAnyPointers() int {
	for variadicNever {
	}
	return sumAny(&first, &second, &third)
}

// callAnyConverted does what []string demands before it can be spread into ...interface{}.
//
//go:noinline
func callAnyConverted(s []string) int {
	args := make([]interface{}, len(s))
	for i, v := range s {
		args[i] = v
	}
	return sumAny(args...)
}

func BenchmarkVariadicInts(b *testing.B) {
	for i := 0; i < b.N; i++ {
		variadicSum = callInts()
	}
}

func BenchmarkVariadicAny(b *testing.B) {
	for i := 0; i < b.N; i++ {
		variadicSum = callAny()
	}
}

func BenchmarkVariadicAnyPointers(b *testing.B) {
	for i := 0; i < b.N; i++ {
		variadicSum = callAnyPointers()
	}
}

func BenchmarkVariadicAnyConverted(b *testing.B) {
	for i := 0; i < b.N; i++ {
		variadicSum = callAnyConverted(names)
	}
}
