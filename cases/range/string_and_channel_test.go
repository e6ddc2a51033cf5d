// title: Ranging over a string, runes and a channel
// question: Does any of the other range loops allocate?
// why: range decodes runes on the way; converting first would copy.
// answer: None in every release, except that []byte(s) in the range clause was copied up to go1.6 (1 alloc).
// go: 1.2
// ref: https://go.dev/ref/spec#For_range

package ranges

import "testing"

var (
	stringAndChannelText = "déjà vu, süß, and some more of this text"
	stringAndChannelSum  int
)

//go:noinline
func stringAndChannelString(s string) int {
	n := 0
	for _, r := range s {
		n += int(r)
	}
	return n
}

//go:noinline
func stringAndChannelBytes(s string) int {
	n := 0
	for i := range []byte(s) {
		n += i
	}
	return n
}

//go:noinline
func stringAndChannelChannel(c chan int) int {
	n := 0
	for v := range c {
		n += v
		if v == 2 {
			break
		}
	}
	return n
}

func BenchmarkRangeString(b *testing.B) {
	for i := 0; i < b.N; i++ {
		stringAndChannelSum += stringAndChannelString(stringAndChannelText)
	}
}

func BenchmarkRangeIndexOfBytes(b *testing.B) {
	for i := 0; i < b.N; i++ {
		stringAndChannelSum += stringAndChannelBytes(stringAndChannelText)
	}
}

func BenchmarkRangeChannel(b *testing.B) {
	c := make(chan int, 2)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		c <- 1
		c <- 2
		stringAndChannelSum += stringAndChannelChannel(c)
	}
}
