// title: Durations and times as values
// question: What do Duration.String, a time.Time in an interface and a time.Time as a map key allocate?
// why: A time is a struct of 24 bytes with a pointer to its location.
// answer: Duration.String 1 alloc; a Time kept in an interface 1 (32 B, 24 B since go1.16); a Time as a key and
//   arithmetic none, in every release.
// go: 1.2
// ref: https://pkg.go.dev/time

package times

import (
	"testing"
	"time"
)

var (
	durationAndBoxedMoment = time.Date(2015, 8, 19, 20, 30, 40, 0, time.UTC)
	durationAndBoxedDelay  = 1500 * time.Millisecond
	durationAndBoxedTable  = map[time.Time]int{durationAndBoxedMoment: 1}
	durationAndBoxedHeld   interface{}
	durationAndBoxedText   string
	durationAndBoxedSum    int
	durationAndBoxedNever  bool
)

//go:noinline
func durationAndBoxedString(d time.Duration) string { return d.String() }

//go:noinline
func durationAndBoxedBox(t time.Time) {
	for durationAndBoxedNever {
	}
	durationAndBoxedHeld = t
}

//go:noinline
func durationAndBoxedLookup(t time.Time) int {
	for durationAndBoxedNever {
	}
	return durationAndBoxedTable[t]
}

//go:noinline
func durationAndBoxedArithmetic(t time.Time, d time.Duration) int {
	return int(t.Add(d).Sub(t)) + t.Truncate(d).Second()
}

func BenchmarkDurationString(b *testing.B) {
	for i := 0; i < b.N; i++ {
		durationAndBoxedText = durationAndBoxedString(durationAndBoxedDelay)
	}
}

func BenchmarkTimeInInterface(b *testing.B) {
	for i := 0; i < b.N; i++ {
		durationAndBoxedBox(durationAndBoxedMoment)
	}
}

func BenchmarkTimeAsKey(b *testing.B) {
	for i := 0; i < b.N; i++ {
		durationAndBoxedSum += durationAndBoxedLookup(durationAndBoxedMoment)
	}
}

func BenchmarkTimeArithmetic(b *testing.B) {
	for i := 0; i < b.N; i++ {
		durationAndBoxedSum += durationAndBoxedArithmetic(durationAndBoxedMoment, durationAndBoxedDelay)
	}
}
