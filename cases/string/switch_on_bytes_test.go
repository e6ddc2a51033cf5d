// title: switch string(b)
// question: Does a switch on string(b) copy the bytes, and does comparing them with each name in turn?
// why: Command parsers switch on a word of the input; the string is only compared.
// answer: The switch copied once up to go1.10 and does not since go1.11; comparing with == or < copied each
//   time up to go1.4 and does not since go1.5, so from go1.5 to go1.10 the if chain was the cheaper.
// go: 1.2
// ref: go/src/cmd/compile/internal/walk/switch.go

package strcase

import "testing"

var (
	switchOnBytesWord  = []byte("application/x-www-form-urlencoded")
	switchOnBytesSum   int
	switchOnBytesNever bool
)

//go:noinline
func switchOnBytesSwitch(b []byte) int {
	for switchOnBytesNever {
	}
	switch string(b) {
	case "multipart/form-data; boundary=abcdef":
		return 1
	case "application/x-www-form-urlencoded":
		return 2
	case "application/vnd.api+json; charset":
		return 3
	}
	return 0
}

//go:noinline
func switchOnBytesChain(b []byte) int {
	for switchOnBytesNever {
	}
	if string(b) == "multipart/form-data; boundary=abcdef" {
		return 1
	}
	if string(b) == "application/x-www-form-urlencoded" {
		return 2
	}
	return 0
}

//go:noinline
func switchOnBytesOrdered(b []byte) int {
	for switchOnBytesNever {
	}
	if string(b) < "b" {
		return 1
	}
	return 0
}

func BenchmarkSwitchOnStringOfBytes(b *testing.B) {
	for i := 0; i < b.N; i++ {
		switchOnBytesSum += switchOnBytesSwitch(switchOnBytesWord)
	}
}

func BenchmarkIfChainOfBytes(b *testing.B) {
	for i := 0; i < b.N; i++ {
		switchOnBytesSum += switchOnBytesChain(switchOnBytesWord)
	}
}

func BenchmarkOrderOfBytes(b *testing.B) {
	for i := 0; i < b.N; i++ {
		switchOnBytesSum += switchOnBytesOrdered(switchOnBytesWord)
	}
}
