// Part of goalloc selftest: the work of one operation is repeated times1, times2, ... times; injected.c writes other numbers.
// title: Calls: through an interface, a closure, with defer, in recursion
package injected

import "testing"

const (
	times1 = 100
	times2 = 100
	times3 = 100
	times4 = 100
	times5 = 100
	times6 = 100
)

type shape interface {
	area(int) int
}
type square struct{ side int }
type circle struct{ radius int }

func (s square) area(k int) int  { return s.side*s.side + k }
func (c *circle) area(k int) int { return 3*c.radius*c.radius + k }

var (
	shapes   = []shape{square{3}, &circle{2}, square{5}, &circle{7}}
	add      = func(a, b int) int { return a + b }
	callSink int
)

//go:noinline
func areas(k int) int {
	sum := 0
	for _, s := range shapes {
		sum += s.area(k)
	}
	return sum
}

//go:noinline
func closures(f func(int, int) int, k int) int {
	for i := 0; i < 8; i++ {
		k = f(k, i)
	}
	return k
}

//go:noinline
func deferred(k int) (r int) {
	defer func() { r += k }()
	return k
}

//go:noinline
func fibonacci(n int) int {
	if n < 2 {
		return n
	}
	return fibonacci(n-1) + fibonacci(n-2)
}

//go:noinline
func switched(x interface{}) int {
	switch v := x.(type) {
	case int:
		return v
	case string:
		return len(v)
	case square:
		return v.side
	}
	return 0
}

func BenchmarkInterface(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times1; k++ {
			callSink += areas(k)
		}
	}
}

func BenchmarkClosure(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times2; k++ {
			callSink += closures(add, k)
		}
	}
}

func BenchmarkDefer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times3; k++ {
			callSink += deferred(k)
		}
	}
}

func BenchmarkFibonacci5(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times4; k++ {
			callSink += fibonacci(5)
		}
	}
}

func BenchmarkFibonacci8(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times5; k++ {
			callSink += fibonacci(8)
		}
	}
}

func BenchmarkTypeSwitch(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for k := 0; k < times6; k++ {
			callSink += switched("abc") + switched(shapes[0])
		}
	}
}
