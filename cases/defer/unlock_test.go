// title: defer mu.Unlock and defer file.Close
// question: Does deferring a method of a field, an interface or a function value allocate?
// why: It is the pattern of every locked method and every opened file.
// answer: None in every release, for a method, an interface's method or a function value.
// go: 1.2
// ref: https://go.dev/doc/go1.13#runtime
// ref: https://go.dev/doc/go1.17#compiler

package defers

import (
	"sync"
	"testing"
)

type unlockCloser interface{ close() }

type unlockFile struct{ n int }

func (f *unlockFile) close() { f.n++ }

type unlockStore struct {
	sync.Mutex
	n int
}

var (
	unlockData unlockStore
	unlockOpen unlockCloser = &unlockFile{}
	unlockHook              = func() { unlockData.n++ }
)

//go:noinline
func unlockLocked(s *unlockStore) {
	s.Lock()
	defer s.Unlock()
	s.n++
}

//go:noinline
func unlockInterface(c unlockCloser) {
	defer c.close()
	unlockData.n++
}

//go:noinline
func unlockFunc(f func()) {
	defer f()
	unlockData.n++
}

func BenchmarkDeferUnlock(b *testing.B) {
	for i := 0; i < b.N; i++ {
		unlockLocked(&unlockData)
	}
}

func BenchmarkDeferInterfaceMethod(b *testing.B) {
	for i := 0; i < b.N; i++ {
		unlockInterface(unlockOpen)
	}
}

func BenchmarkDeferFunctionValue(b *testing.B) {
	for i := 0; i < b.N; i++ {
		unlockFunc(unlockHook)
	}
}
