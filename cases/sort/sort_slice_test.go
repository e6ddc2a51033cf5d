// title: sort.Ints, sort.Sort and sort.Slice
// question: Sorting happens in place: what do the calls of package sort allocate all the same?
// why: A slice header handed over as an interface value is boxed, and sort.Slice needs a swapper besides.
// answer: sort.Ints: 1 alloc up to go1.21, none since go1.22. sort.Sort: 1 for a slice value, none for a
//   pointer to one; sort.Slice: 3, in every release (24 instead of 32 B for a slice header since go1.16).
// go: 1.8
// ref: release notes go1.8
// ref: https://pkg.go.dev/sort#Ints

package sort

import (
	"sort"
	"testing"
)

type person struct {
	name string
	age  int
}

type byAge []person

func (s byAge) Len() int           { return len(s) }
func (s byAge) Less(i, j int) bool { return s[i].age < s[j].age }
func (s byAge) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }

var (
	unsortedPeople = []person{{"ada", 36}, {"alan", 41}, {"grace", 85}, {"edsger", 72}, {"ken", 51}, {"barbara", 83}}
	unsortedInts   = []int{36, 41, 85, 72, 51, 83}
	people         = make(byAge, len(unsortedPeople))
	ints           = make([]int, len(unsortedInts))
	sortSum        int
)

//go:noinline
func sortInts(s []int) int {
	copy(s, unsortedInts)
	sort.Ints(s)
	return s[0]
}

//go:noinline
func sortValue(s byAge) int {
	copy(s, unsortedPeople)
	sort.Sort(s)
	return s[0].age
}

//go:noinline
func sortPointer(s *byAge) int {
	copy(*s, unsortedPeople)
	sort.Sort(s)
	return (*s)[0].age
}

//go:noinline
func sortLess(s []person) int {
	copy(s, unsortedPeople)
	sort.Slice(s, func(i, j int) bool { return s[i].age < s[j].age })
	return s[0].age
}

func BenchmarkSortInts(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sortSum += sortInts(ints)
	}
}

func BenchmarkSortByValue(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sortSum += sortValue(people)
	}
}

func BenchmarkSortByPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sortSum += sortPointer(&people)
	}
}

func BenchmarkSortSlice(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sortSum += sortLess(people)
	}
}
