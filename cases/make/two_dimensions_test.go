// title: A matrix
// question: What does an 8 by 8 matrix allocate as slices of slices, as one slice, and as an array?
// why: A row per make is the usual spelling.
// answer: As rows 8 allocs (one a row; the outer slice stays on the stack) in every release, carved from one
//   slice 1, because it is stored into another slice; flat or as an array none.
// go: 1.2
// ref: https://go.dev/doc/effective_go#two_dimensional_slices

package makes

import "testing"

const twoDimensionsSide = 8

var (
	twoDimensionsSum int
	twoDimensionsN   = 8
)

//go:noinline
func twoDimensionsRows(n int) int {
	m := make([][]int, twoDimensionsSide)
	for i := range m {
		m[i] = make([]int, twoDimensionsSide)
		m[i][i] = n
	}
	return m[3][3]
}

//go:noinline
func twoDimensionsFlat(n int) int {
	m := make([]int, twoDimensionsSide*twoDimensionsSide)
	for i := 0; i < twoDimensionsSide; i++ {
		m[i*twoDimensionsSide+i] = n
	}
	return m[3*twoDimensionsSide+3]
}

// twoDimensionsCarved cuts the rows out of one allocation.
//
//go:noinline
func twoDimensionsCarved(n int) int {
	all := make([]int, twoDimensionsSide*twoDimensionsSide)
	m := make([][]int, twoDimensionsSide)
	for i := range m {
		m[i] = all[i*twoDimensionsSide : (i+1)*twoDimensionsSide]
		m[i][i] = n
	}
	return m[3][3]
}

//go:noinline
func twoDimensionsArray(n int) int {
	var m [twoDimensionsSide][twoDimensionsSide]int
	for i := range m {
		m[i][i] = n
	}
	return m[3][3]
}

func BenchmarkMatrixOfRows(b *testing.B) {
	for i := 0; i < b.N; i++ {
		twoDimensionsSum += twoDimensionsRows(twoDimensionsN)
	}
}

func BenchmarkMatrixFlat(b *testing.B) {
	for i := 0; i < b.N; i++ {
		twoDimensionsSum += twoDimensionsFlat(twoDimensionsN)
	}
}

func BenchmarkMatrixCarved(b *testing.B) {
	for i := 0; i < b.N; i++ {
		twoDimensionsSum += twoDimensionsCarved(twoDimensionsN)
	}
}

func BenchmarkMatrixArray(b *testing.B) {
	for i := 0; i < b.N; i++ {
		twoDimensionsSum += twoDimensionsArray(twoDimensionsN)
	}
}
