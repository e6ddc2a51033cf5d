// title: Printing an int
// question: Does fmt.Println(x) allocate for an int, and does it matter how large x is?
// why: The argument becomes an interface value; what it points to has to live somewhere.
// answer: One 8-byte alloc for a variable since go1.6 (`x escapes to heap`, although the ... argument does not);
//   none for values below 256 since go1.15, none for a constant since go1.9. go1.2-1.3 allocate nothing, as ints
//   still lay in the interface word; go1.4 makes 3 when writing to an os.File and 1 to another writer; go1.5
//   counts 16 bytes.
// go: 1.2
// ref: https://go.dev/doc/go1.15
// ref: https://go.dev/doc/go1.4

package fmt

import (
	"fmt"
	"os"
	"testing"
)

var (
	printlnSmall = 200
	printlnLarge = 1234567
)

type printlnNowhere struct{}

func (printlnNowhere) Write(p []byte) (int, error) { return len(p), nil }

// printlnQuietly points os.Stdout at the null device, and returns what undoes it.
func printlnQuietly(b *testing.B) func() {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	old := os.Stdout
	os.Stdout = null
	return func() {
		os.Stdout = old
		null.Close()
	}
}

//go:noinline
func printlnVar(x int) {
	fmt.Println(x)
}

//go:noinline
func printlnConst() {
	fmt.Println(1234567)
}

//go:noinline
func fprintlnVar(w *printlnNowhere, x int) {
	fmt.Fprintln(w, x)
}

func BenchmarkPrintlnSmall(b *testing.B) {
	defer printlnQuietly(b)()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		printlnVar(printlnSmall)
	}
	b.StopTimer()
}

func BenchmarkPrintlnLarge(b *testing.B) {
	defer printlnQuietly(b)()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		printlnVar(printlnLarge)
	}
	b.StopTimer()
}

func BenchmarkPrintlnConst(b *testing.B) {
	defer printlnQuietly(b)()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		printlnConst()
	}
	b.StopTimer()
}

func BenchmarkFprintlnLarge(b *testing.B) {
	w := new(printlnNowhere)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		fprintlnVar(w, printlnLarge)
	}
}
