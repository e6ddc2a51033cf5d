// title: sync.Map and sync.Once
// question: What do Load and Store of a sync.Map allocate, and Once.Do with a literal?
// why: Keys and values are interfaces; the map trades allocations for locks.
// answer: Store of two ints: 3 allocs, 32 B up to go1.23 and 64 B since go1.24; Load none, although its key is
//   an interface; Once.Do with a capturing literal none.
// go: 1.9
// ref: https://pkg.go.dev/sync#Map
// ref: https://go.dev/doc/go1.24#syncpkgsync

package sync

import (
	"sync"
	"testing"
)

var (
	onceAndMapTable sync.Map
	onceAndMapKey   = 1001
	onceAndMapValue = 1002
	onceAndMapOnce  sync.Once
	onceAndMapSum   int
)

//go:noinline
func onceAndMapLoad(k int) int {
	v, ok := onceAndMapTable.Load(k)
	if !ok {
		return 0
	}
	return v.(int)
}

//go:noinline
func onceAndMapStore(k, v int) { onceAndMapTable.Store(k, v) }

//go:noinline
func onceAndMapDo(n int) {
	onceAndMapOnce.Do(func() { onceAndMapSum += n })
}

func BenchmarkSyncMapStore(b *testing.B) {
	for i := 0; i < b.N; i++ {
		onceAndMapStore(onceAndMapKey, onceAndMapValue)
	}
}

func BenchmarkSyncMapLoad(b *testing.B) {
	onceAndMapTable.Store(onceAndMapKey, onceAndMapValue)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		onceAndMapSum += onceAndMapLoad(onceAndMapKey)
	}
}

func BenchmarkOnceDo(b *testing.B) {
	for i := 0; i < b.N; i++ {
		onceAndMapDo(onceAndMapValue)
	}
}
