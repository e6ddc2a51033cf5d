// title: Reading lines
// question: What do Scanner.Text, Scanner.Bytes, ReadString and ReadSlice allocate for ten short lines?
// why: Text and ReadString make a string of each line; the others show the buffer itself.
// answer: Ten lines: Scanner.Text used only for its length 1 alloc, the buffer, since go1.5 (12 before), as for
//   Bytes (2 before): short strings that stay local need none. ReadString 10 since go1.12, 20 before. ReadSlice
//   none.
// go: 1.2
// ref: https://pkg.go.dev/bufio#Scanner

package bufios

import (
	"bufio"
	"strings"
	"testing"
)

var (
	scannerLines = strings.Repeat("a line of text that is not long\n", 10)
	scannerInput = strings.NewReader("")
	scannerSum   int
)

//go:noinline
func scannerText(s string) int {
	*scannerInput = *strings.NewReader(s)
	sc := bufio.NewScanner(scannerInput)
	n := 0
	for sc.Scan() {
		n += len(sc.Text())
	}
	return n
}

//go:noinline
func scannerBytes(s string) int {
	*scannerInput = *strings.NewReader(s)
	sc := bufio.NewScanner(scannerInput)
	n := 0
	for sc.Scan() {
		n += len(sc.Bytes())
	}
	return n
}

//go:noinline
func scannerReadString(r *bufio.Reader, s string) int {
	*scannerInput = *strings.NewReader(s)
	r.Reset(scannerInput)
	n := 0
	for {
		line, err := r.ReadString('\n')
		n += len(line)
		if err != nil {
			return n
		}
	}
}

//go:noinline
func scannerReadSlice(r *bufio.Reader, s string) int {
	*scannerInput = *strings.NewReader(s)
	r.Reset(scannerInput)
	n := 0
	for {
		line, err := r.ReadSlice('\n')
		n += len(line)
		if err != nil {
			return n
		}
	}
}

func BenchmarkScannerText(b *testing.B) {
	for i := 0; i < b.N; i++ {
		scannerSum += scannerText(scannerLines)
	}
}

func BenchmarkScannerBytes(b *testing.B) {
	for i := 0; i < b.N; i++ {
		scannerSum += scannerBytes(scannerLines)
	}
}

func BenchmarkReaderReadString(b *testing.B) {
	r := bufio.NewReader(scannerInput)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		scannerSum += scannerReadString(r, scannerLines)
	}
}

func BenchmarkReaderReadSlice(b *testing.B) {
	r := bufio.NewReader(scannerInput)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		scannerSum += scannerReadSlice(r, scannerLines)
	}
}
