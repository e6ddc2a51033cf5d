// title: []byte converted to string and back, read only
// question: Which conversions between string and []byte cost no copy because the copy would only be read?
// why: Parsers hold []byte and look names up in maps of string; each conversion that copies is an allocation.
// answer: All four copied in go1.2; the copy went from the lookup m[string(b)] in go1.3, the comparison in
//   go1.5, the range over []byte(s) in go1.7, and the lookup through a variable in go1.25 (where -m says the
//   same as before).
// go: 1.2
// ref: go/src/runtime/string.go
// ref: go/src/cmd/compile/internal/walk/order.go

package strcase

import "testing"

// All keys are longer than 32 bytes: shorter temporary strings fit a stack buffer.
var (
	keyText   = "content-security-policy-report-only-endpoint"
	keyBytes  = []byte(keyText)
	keyLength = map[string]int{keyText: len(keyText)}
	keyHits   int
	keyNever  bool
)

//go:noinline
func lookupDirectly(k []byte) int {
	for keyNever {
	}
	return keyLength[string(k)]
}

//go:noinline
func lookupThroughVariable(k []byte) int {
	for keyNever {
	}
	name := string(k)
	return keyLength[name]
}

//go:noinline
func compareConverted(k []byte) int {
	for keyNever {
	}
	if string(k) == keyText {
		return 1
	}
	return 0
}

//go:noinline
func rangeOverBytes(s string) int {
	dashes := 0
	for _, c := range []byte(s) {
		if c == '-' {
			dashes++
		}
	}
	return dashes
}

func BenchmarkMapLookupDirect(b *testing.B) {
	for i := 0; i < b.N; i++ {
		keyHits = lookupDirectly(keyBytes)
	}
}

func BenchmarkMapLookupThroughVariable(b *testing.B) {
	for i := 0; i < b.N; i++ {
		keyHits = lookupThroughVariable(keyBytes)
	}
}

func BenchmarkCompareConverted(b *testing.B) {
	for i := 0; i < b.N; i++ {
		keyHits = compareConverted(keyBytes)
	}
}

func BenchmarkRangeOverBytesOfString(b *testing.B) {
	for i := 0; i < b.N; i++ {
		keyHits = rangeOverBytes(keyText)
	}
}
