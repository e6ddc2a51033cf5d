// title: Appending to a slice in a map
// question: What does m[k] = append(m[k], v) allocate per new key, against a struct behind a pointer?
// why: Grouping values by key is the usual second line of every report.
// answer: One alloc per growth either way: 12 for slices in the map since go1.5 (14 before) and 16 with a
//   struct behind a pointer (18 before), 4 of which are the structs.
// go: 1.2
// ref: https://go.dev/doc/go1.11#performance-compiler

package maps

import "testing"

type ofMapsAndSlicesGroup struct{ items []*int }

var (
	ofMapsAndSlicesRounds = 16
	ofMapsAndSlicesSum    int
)

//go:noinline
func ofMapsAndSlicesSlices(n int) int {
	m := make(map[int][]*int, 4)
	for i := 0; i < n; i++ {
		m[i%4] = append(m[i%4], &ofMapsAndSlicesSum)
	}
	return len(m)
}

//go:noinline
func ofMapsAndSlicesGroups(n int) int {
	m := make(map[int]*ofMapsAndSlicesGroup, 4)
	for i := 0; i < n; i++ {
		g := m[i%4]
		if g == nil {
			g = &ofMapsAndSlicesGroup{}
			m[i%4] = g
		}
		g.items = append(g.items, &ofMapsAndSlicesSum)
	}
	return len(m)
}

func BenchmarkGroupInSlices(b *testing.B) {
	for i := 0; i < b.N; i++ {
		ofMapsAndSlicesSum += ofMapsAndSlicesSlices(ofMapsAndSlicesRounds)
	}
}

func BenchmarkGroupInStructs(b *testing.B) {
	for i := 0; i < b.N; i++ {
		ofMapsAndSlicesSum += ofMapsAndSlicesGroups(ofMapsAndSlicesRounds)
	}
}
