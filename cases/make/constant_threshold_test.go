// title: make with a constant size around 64 KiB
// question: Up to which constant size does a local make stay on the stack?
// why: One byte more turns a free scratch buffer into 64 KiB of garbage a call.
// answer: Up to 65,535 bytes up to go1.16, up to 65,536 bytes since go1.17: make([]byte, 64<<10) cost 1 alloc
//   before and none since; one byte more takes 73,728 B. In go1.2 all show 1 alloc: its stacks grew by segments
//   from the heap.
// go: 1.2
// ref: go/src/cmd/compile/internal/ir/cfg.go

package makes

import "testing"

var (
	constantThresholdAt  = 1001
	constantThresholdSum int
)

//go:noinline
func constantThresholdTouch(b []byte, at int) int {
	n := 0
	for i := at; i < len(b); i += 8192 {
		b[i]++
		n += int(b[i])
	}
	return n
}

//go:noinline
func constantThresholdBelow(at int) int { return constantThresholdTouch(make([]byte, 64<<10-1), at) }

//go:noinline
func constantThresholdExact(at int) int { return constantThresholdTouch(make([]byte, 64<<10), at) }

//go:noinline
func constantThresholdAbove(at int) int { return constantThresholdTouch(make([]byte, 64<<10+1), at) }

func BenchmarkMakeOneBelow64K(b *testing.B) {
	for i := 0; i < b.N; i++ {
		constantThresholdSum += constantThresholdBelow(constantThresholdAt)
	}
}

func BenchmarkMake64K(b *testing.B) {
	for i := 0; i < b.N; i++ {
		constantThresholdSum += constantThresholdExact(constantThresholdAt)
	}
}

func BenchmarkMakeOneAbove64K(b *testing.B) {
	for i := 0; i < b.N; i++ {
		constantThresholdSum += constantThresholdAbove(constantThresholdAt)
	}
}
