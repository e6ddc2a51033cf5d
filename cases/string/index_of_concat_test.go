// title: Comparing and measuring concatenations
// question: Does a concatenation allocate that is only compared, measured or searched?
// why: if a+"/"+b == path is tidier than comparing the parts.
// answer: Yes: compared or only measured, a result longer than 32 bytes is 1 alloc (48 B) in every release to
//   go1.27; comparing the parts costs none.
// go: 1.2
// ref: go/src/runtime/string.go

package strcase

import "testing"

var (
	indexOfConcatDir   = "a directory with a long name"
	indexOfConcatFile  = "file.txt"
	indexOfConcatPath  = "a directory with a long name/file.txt"
	indexOfConcatSum   int
	indexOfConcatNever bool
)

//go:noinline
func indexOfConcatCompare(d, f, p string) int {
	for indexOfConcatNever {
	}
	if d+"/"+f == p {
		return 1
	}
	return 0
}

//go:noinline
func indexOfConcatMeasure(d, f string) int {
	for indexOfConcatNever {
	}
	return len(d + "/" + f)
}

//go:noinline
func indexOfConcatParts(d, f, p string) int {
	for indexOfConcatNever {
	}
	n := len(d)
	if len(p) == n+1+len(f) && p[:n] == d && p[n] == '/' && p[n+1:] == f {
		return 1
	}
	return 0
}

func BenchmarkCompareConcat(b *testing.B) {
	for i := 0; i < b.N; i++ {
		indexOfConcatSum += indexOfConcatCompare(indexOfConcatDir, indexOfConcatFile, indexOfConcatPath)
	}
}

func BenchmarkMeasureConcat(b *testing.B) {
	for i := 0; i < b.N; i++ {
		indexOfConcatSum += indexOfConcatMeasure(indexOfConcatDir, indexOfConcatFile)
	}
}

func BenchmarkCompareParts(b *testing.B) {
	for i := 0; i < b.N; i++ {
		indexOfConcatSum += indexOfConcatParts(indexOfConcatDir, indexOfConcatFile, indexOfConcatPath)
	}
}
