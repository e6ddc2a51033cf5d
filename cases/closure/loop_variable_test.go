// title: Closures over a loop variable
// question: Does a fresh loop variable per iteration cost an allocation per iteration?
// why: A loop variable that a stored closure captures used to be one shared variable and is many now.
// answer: Capturing costs 5 allocs up to go1.21 (4 closures, 1 shared variable), 4 since go1.22, where
//   closures copy the fresh variable; its address costs 1 up to go1.21, 4 since. The old habit s := s: 8 up
//   to go1.4, 4 since go1.5.
// go: 1.2
// ref: https://go.dev/doc/go1.22#language
// ref: https://go.dev/blog/loopvar-preview

package closure

import "testing"

type stop struct {
	km   int
	next *stop
}

// The loop variables are pointers: they are never packed together as tiny objects.
var (
	loopStops  = []*stop{{km: 11}, {km: 12}, {km: 13}, {km: 14}}
	loopRoute  = &stop{11, &stop{12, &stop{13, &stop{14, nil}}}}
	loopFuncs  [4]func() int
	loopPlaces [4]**stop
	loopSum    int
)

//go:noinline
func captureForVariable(route *stop) {
	n := 0
	for s := route; s != nil; s = s.next {
		loopFuncs[n] = func() int {
			if s == nil {
				return 0
			}
			return s.km
		}
		n++
	}
}

//go:noinline
func captureRangeVariable(stops []*stop) {
	for i, s := range stops {
		loopFuncs[i] = func() int { return s.km }
	}
}

// captureRangeCopy is what everybody wrote to be safe as long as the variable was shared.
//
//go:noinline
func captureRangeCopy(stops []*stop) {
	for i, s := range stops {
		s := s
		loopFuncs[i] = func() int { return s.km }
	}
}

//go:noinline
func addressRangeVariable(stops []*stop) {
	for i, s := range stops {
		loopPlaces[i] = &s
	}
}

func BenchmarkForVariableCaptured(b *testing.B) {
	for i := 0; i < b.N; i++ {
		captureForVariable(loopRoute)
		loopSum += loopFuncs[1]()
	}
}

func BenchmarkRangeVariableCaptured(b *testing.B) {
	for i := 0; i < b.N; i++ {
		captureRangeVariable(loopStops)
		loopSum += loopFuncs[1]()
	}
}

func BenchmarkRangeVariableCopied(b *testing.B) {
	for i := 0; i < b.N; i++ {
		captureRangeCopy(loopStops)
		loopSum += loopFuncs[1]()
	}
}

func BenchmarkRangeVariableAddressed(b *testing.B) {
	for i := 0; i < b.N; i++ {
		addressRangeVariable(loopStops)
		loopSum += (*loopPlaces[1]).km
	}
}
