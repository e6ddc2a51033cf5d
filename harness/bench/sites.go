package main

import (
	"runtime"
	"strconv"
	"testing"
	"time"
)

// snapshot is the profile of all allocations so far. It is published by collections, and the newest two may be missing.
func snapshot() []runtime.MemProfileRecord {
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	n, _ := runtime.MemProfile(nil, true)
	for {
		p := make([]runtime.MemProfileRecord, n+64)
		var ok bool
		if n, ok = runtime.MemProfile(p, true); ok {
			return p[:n]
		}
	}
}

const (
	maxRounds = 16
	slowSetup = 5 * time.Millisecond
)

var packed []byte // not local: on the heap

// quickest is the least time that f takes, of so many tries.
func quickest(tries int, f func()) time.Duration {
	var least time.Duration
	for i := 0; i < tries; i++ {
		begun := time.Now()
		f()
		if took := time.Since(begun); i == 0 || took < least {
			least = took
		}
	}
	return least
}

// profile runs f in rounds, with n iterations in all and with twice as many. What it did besides, once in each round, is
// in both and goes out: setting up, and refilling the pools that the collections of a snapshot emptied (as in
// measure, one iteration goes before for that).
//
// Small objects without pointers are packed into blocks of 16 bytes, and the profile sees only those that begin a block.
// A loop would go on for ever with the same ones as it began: so every round begins at another byte of a block (a fresh
// one, for reading the counters, as the timer does, gives up the one that was begun). Where setting up alone takes
// milliseconds there is one round: 34 of them would take seconds.
func profile(f func(*testing.B), n int) (p [3][]runtime.MemProfileRecord) {
	testing.Benchmark(func(b *testing.B) {
		ended := false
		defer func() {
			if !ended || b.Failed() || b.Skipped() {
				trouble = why(b)
			}
		}()
		run := func(n, bytes int) {
			b.N = n
			b.ResetTimer()
			b.StartTimer()
			for i := 0; i < bytes; i++ {
				packed = make([]byte, 1)
			}
			f(b)
			b.StopTimer()
		}
		rounds := maxRounds
		if quickest(3, func() { run(1, 0) }) >= slowSetup {
			rounds = 1
		}
		for i := range p {
			p[i] = snapshot()
			if i == 2 {
				break
			}
			run(1, 0)
			for k := 0; k < rounds; k++ {
				run(n/rounds*(i+1), k)
			}
		}
		ended = true
	})
	return p
}

// resolve calls each for the frames of a stack, the innermost first.
func resolve(stack []uintptr, each func(function, file string, line int)) {
	//goalloc:resolve
}

// sites answers what n iterations (a multiple of maxRounds) allocate, by stack: "sites N", for each stack
// "stack OBJECTS BYTES" and its frames "LINE FUNCTION FILE", at last "end"; tabs between the words.
func sites(f func(*testing.B), n int) string {
	p := profile(f, n)
	totals := make(map[[32]uintptr]*[2]int64)
	for i, weight := range [3]int64{1, -2, 1} {
		for k := range p[i] {
			r := &p[i][k]
			t := totals[r.Stack0]
			if t == nil {
				t = new([2]int64)
				totals[r.Stack0] = t
			}
			t[0] += weight * r.AllocObjects
			t[1] += weight * r.AllocBytes
		}
	}
	text := []byte("sites\t" + strconv.Itoa(n) + "\n")
	for stack, t := range totals {
		if t[0] <= 0 || t[1] <= 0 {
			continue
		}
		text = append(text, "stack\t"+strconv.FormatInt(t[0], 10)+"\t"+strconv.FormatInt(t[1], 10)+"\n"...)
		depth := 0
		for depth < len(stack) && stack[depth] != 0 {
			depth++
		}
		resolve(stack[:depth], func(function, file string, line int) {
			text = append(text, strconv.Itoa(line)+"\t"+function+"\t"+file+"\n"...)
		})
	}
	return string(text) + "end"
}
