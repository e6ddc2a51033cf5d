// Command bundle measures one benchmark of the many that are compiled into it.
//
//	bundle probe      what the cases' initialisation left behind: goroutines and bytes of live heap
//	bundle run I N    benchmark I of the table, N iterations
//	bundle count I N  the same, after a hundred iterations that are not counted
//	bundle sites I N  where that benchmark allocates (sites.go)
//
// The answer is one line on file descriptor 3 (of sites: several): standard output belongs to the cases. The lines "//goalloc:..." are
// replaced when the program is generated; the rest has to compile with every release since go1.2.
package main

import (
	"flag"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"testing"
	//goalloc:imports
)

var benchmarks = []func(*testing.B){
	//goalloc:benchmarks
}

var (
	started, stopped runtime.MemStats // not local: they would be allocated
	trouble          string           // why the benchmark did not come to its end
)

// measure runs f with n iterations, once. testing.Benchmark begins with one iteration and raises b.N until the benchmark
// lasts as long as the flag test.benchtime says; with a nanosecond it stops after the first call, in which b.N is ours.
// Some iterations go before, uncounted, for what happens only once: and within the call, for testing.Benchmark collects
// garbage at its beginning, which empties the pools that fmt and others allocate from. One is enough for the benchmark itself;
// a hundred of those that collect garbage also have the runtime's helpers started (a thread is 5 KB, a worker 400 B).
func measure(f func(*testing.B), warm, n int) testing.BenchmarkResult {
	return testing.Benchmark(func(b *testing.B) {
		ended := false
		defer func() {
			if !ended || b.Failed() || b.Skipped() {
				trouble = why(b)
			}
		}()
		b.N = warm
		b.StartTimer()
		f(b)
		b.StopTimer()
		runtime.ReadMemStats(&started)
		b.N = n
		b.ResetTimer()
		b.StartTimer()
		f(b)
		b.StopTimer()
		runtime.ReadMemStats(&stopped)
		ended = true
	})
}

// why finds what the benchmark logged: testing.Benchmark shows it to nobody.
func why(b *testing.B) string {
	word := "left early"
	if b.Skipped() {
		word = "skipped"
	} else if b.Failed() {
		word = "failed"
	}
	log := reflect.ValueOf(b).Elem().FieldByName("output")
	if log.IsValid() && log.Kind() == reflect.Slice && log.Type().Elem().Kind() == reflect.Uint8 && log.Len() > 0 {
		word += ": " + string(log.Bytes())
	}
	return word
}

func number(i int) int {
	if i < len(os.Args) {
		if n, err := strconv.Atoi(os.Args[i]); err == nil && n >= 0 {
			return n
		}
	}
	os.Stderr.WriteString("usage: bundle probe | bundle run I N | bundle count I N\n")
	os.Exit(2)
	return 0
}

func answer(text string) {
	os.NewFile(3, "result").Write([]byte(text + "\n"))
}

func main() {
	// where a program can read the profile, its linker leaves sampling on: nothing is sampled that is counted or timed
	runtime.MemProfileRate = 0
	if len(os.Args) > 1 && os.Args[1] == "sites" {
		runtime.MemProfileRate = 1
	}
	goroutines := runtime.NumGoroutine()
	//goalloc:init
	if err := flag.Set("test.benchtime", "1ns"); err != nil {
		panic(err)
	}
	if len(os.Args) > 1 && os.Args[1] == "probe" {
		runtime.GC()
		runtime.ReadMemStats(&stopped)
		answer("probe " + strconv.Itoa(goroutines) + " " + strconv.FormatUint(stopped.HeapAlloc, 10))
		return
	}
	f, n := benchmarks[number(2)], number(3)
	if os.Args[1] == "sites" {
		text := sites(f, n)
		if trouble != "" {
			text = "failed " + trouble
		}
		answer(text)
		return
	}
	warm := 1
	if os.Args[1] == "count" {
		warm = 100
	}
	r := measure(f, warm, n)
	if trouble == "" && r.N != n {
		trouble = "ran " + strconv.Itoa(r.N) + " iterations instead of " + strconv.Itoa(n) +
			": only a b.N loop can be measured, not b.Run or b.Loop"
	}
	if trouble != "" {
		answer("failed " + trouble)
		return
	}
	answer("sample " + strconv.Itoa(r.N) + " " + strconv.FormatInt(r.T.Nanoseconds(), 10) +
		" " + strconv.FormatUint(r.MemAllocs, 10) + " " + strconv.FormatUint(r.MemBytes, 10) +
		" " + strconv.FormatUint(uint64(stopped.NumGC-started.NumGC), 10) +
		" " + strconv.FormatUint(stopped.PauseTotalNs-started.PauseTotalNs, 10))
}
