// title: Captured by value or by reference
// question: Does a closure cost one allocation, or one more for the variable it captures?
// why: A variable nobody assigns again can be copied into the closure; any other must be shared on the heap.
// answer: A captured variable that is only read: 2 allocs up to go1.4, 1 since go1.5. One that is assigned
//   to, or is larger than 128 bytes: 2 in every release. A closure that is only passed down: none.
// go: 1.2
// ref: https://go.dev/ref/spec#Function_literals

package closure

import "testing"

type link struct {
	value int
	next  *link
}

type wide [32]*link

// The captured variables hold pointers: they are never packed together as tiny objects.
var (
	captureEnd   = &link{value: 2}
	captureStart = &link{value: 1, next: captureEnd}
	captureWide  = wide{captureStart, captureEnd}
	captureSum   int
	captureNever bool
)

//go:noinline
func reader(p *link) func() int {
	for captureNever {
	}
	return func() int { return p.value }
}

//go:noinline
func walker(p *link) func() int {
	for captureNever {
	}
	return func() int {
		v := p.value
		p = p.next
		return v
	}
}

// wideReader captures a variable that is only read, but too large to be copied into the closure.
//
//go:noinline
func wideReader(w wide) func() int {
	for captureNever {
	}
	return func() int { return w[0].value }
}

//go:noinline
func callTwice(f func() int) int {
	sum := 0
	for k := 0; k < 2; k++ {
		sum += f()
	}
	return sum
}

//go:noinline
func passDown(p *link) int {
	for captureNever {
	}
	calls := 0
	sum := callTwice(func() int {
		calls++
		v := p.value
		p = p.next
		return v
	})
	return sum + calls
}

func BenchmarkReturnedReading(b *testing.B) {
	for i := 0; i < b.N; i++ {
		captureSum = reader(captureStart)()
	}
}

func BenchmarkReturnedModifying(b *testing.B) {
	for i := 0; i < b.N; i++ {
		captureSum = walker(captureStart)()
	}
}

func BenchmarkReturnedReadingWide(b *testing.B) {
	for i := 0; i < b.N; i++ {
		captureSum = wideReader(captureWide)()
	}
}

func BenchmarkPassedDownModifying(b *testing.B) {
	for i := 0; i < b.N; i++ {
		captureSum = passDown(captureStart)
	}
}
