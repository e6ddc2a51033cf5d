// title: slices.SortFunc, BinarySearch, Clone and Insert
// question: Which functions of package slices allocate: SortFunc with a capturing literal, BinarySearch, Clone,
//   Insert, Compact?
// why: They replaced hand-written loops; most of them work in place.
// answer: Only Clone (1 alloc, 48 B for five ints); SortFunc, BinarySearch, Insert within the capacity and
//   Compact none, in every release since go1.21.
// go: 1.21
// ref: https://go.dev/doc/go1.21#slices

package sort

import (
	"slices"
	"testing"
)

var (
	slicesPackageSource = []int{14, 11, 15, 12, 13}
	slicesPackageWork   = make([]int, 5, 16)
	slicesPackagePivot  = 12
	slicesPackageSum    int
)

//go:noinline
func slicesPackageSortFunc(s []int, pivot int) int {
	copy(s, slicesPackageSource)
	slices.SortFunc(s, func(a, b int) int { return (a - pivot) - (b - pivot) })
	return s[0]
}

//go:noinline
func slicesPackageBinary(s []int, v int) int {
	i, _ := slices.BinarySearch(s, v)
	return i
}

//go:noinline
func slicesPackageClone(s []int) int { return len(slices.Clone(s)) }

//go:noinline
func slicesPackageInsert(s []int, v int) int { return len(slices.Insert(s, 2, v)) }

//go:noinline
func slicesPackageCompact(s []int) int { return len(slices.Compact(s)) }

func BenchmarkSlicesSortFunc(b *testing.B) {
	for i := 0; i < b.N; i++ {
		slicesPackageSum += slicesPackageSortFunc(slicesPackageWork, slicesPackagePivot)
	}
}

func BenchmarkSlicesBinarySearch(b *testing.B) {
	for i := 0; i < b.N; i++ {
		slicesPackageSum += slicesPackageBinary(slicesPackageSource, slicesPackagePivot)
	}
}

func BenchmarkSlicesClone(b *testing.B) {
	for i := 0; i < b.N; i++ {
		slicesPackageSum += slicesPackageClone(slicesPackageSource)
	}
}

func BenchmarkSlicesInsert(b *testing.B) {
	for i := 0; i < b.N; i++ {
		slicesPackageSum += slicesPackageInsert(slicesPackageWork, slicesPackagePivot)
	}
}

func BenchmarkSlicesCompact(b *testing.B) {
	for i := 0; i < b.N; i++ {
		slicesPackageSum += slicesPackageCompact(slicesPackageWork)
	}
}
