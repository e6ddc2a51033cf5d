// title: A byte or a rune as a string
// question: Does making a string of one byte or one rune allocate, kept or local?
// why: Tokenizers and formatters make one-character strings all the time.
// answer: string([]byte{c}) cost 1 alloc up to go1.10 and none since go1.11; string(r) of an ASCII rune, kept,
//   was free from go1.11 to go1.14 only and is 1 (4 B) again since go1.15; a wide one costs 1 in every release;
//   a local one none since go1.5.
// go: 1.2
// ref: go/src/runtime/string.go

package strcase

import "testing"

var (
	singleByteByte  = byte('x')
	singleByteRune  = rune('x')
	singleByteWide  = rune('世')
	singleByteHeld  string
	singleByteSum   int
	singleByteNever bool
)

//go:noinline
func singleByteOfByte(c byte) string {
	for singleByteNever {
	}
	return string([]byte{c})
}

//go:noinline
func singleByteOfRune(r rune) string {
	for singleByteNever {
	}
	return string(r)
}

//go:noinline
func singleByteLocal(r rune) int {
	for singleByteNever {
	}
	s := string(r)
	n := 0
	for i := 0; i < len(s); i++ {
		n += int(s[i])
	}
	return n
}

func BenchmarkStringOfByte(b *testing.B) {
	for i := 0; i < b.N; i++ {
		singleByteHeld = singleByteOfByte(singleByteByte)
	}
}

func BenchmarkStringOfAsciiRune(b *testing.B) {
	for i := 0; i < b.N; i++ {
		singleByteHeld = singleByteOfRune(singleByteRune)
	}
}

func BenchmarkStringOfWideRune(b *testing.B) {
	for i := 0; i < b.N; i++ {
		singleByteHeld = singleByteOfRune(singleByteWide)
	}
}

func BenchmarkStringOfRuneLocal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		singleByteSum += singleByteLocal(singleByteWide)
	}
}
