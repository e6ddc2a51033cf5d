// title: A variable that points at itself
// question: Does a local variable escape because its own address is stored in it?
// why: Types that detect being copied, as strings.Builder does, and empty circular lists point at themselves.
// answer: In a local variable's own field: none in every release. Through a pointer, as in a callee or method:
//   1 alloc in every release, which is why strings.Builder hides its pointer.
// go: 1.2
// ref: go/src/strings/builder.go

package escape

import "testing"

type selfPointerRing struct {
	n    int
	self *selfPointerRing
}

var (
	selfPointerInput = 1001
	selfPointerSum   int
	selfPointerNever bool
)

//go:noinline
func selfPointerInit(r *selfPointerRing) {
	for selfPointerNever {
	}
	r.self = r
}

//go:noinline
func selfPointerField(n int) int {
	for selfPointerNever {
	}
	r := selfPointerRing{n: n}
	r.self = &r
	return r.self.n
}

//go:noinline
func selfPointerCallee(n int) int {
	r := selfPointerRing{n: n}
	selfPointerInit(&r)
	return r.self.n
}

//go:noinline
func selfPointerNobody(n int) int {
	for selfPointerNever {
	}
	r := selfPointerRing{n: n}
	p := &r
	return p.n
}

func BenchmarkSelfByField(b *testing.B) {
	for i := 0; i < b.N; i++ {
		selfPointerSum += selfPointerField(selfPointerInput)
	}
}

func BenchmarkSelfByCallee(b *testing.B) {
	for i := 0; i < b.N; i++ {
		selfPointerSum += selfPointerCallee(selfPointerInput)
	}
}

func BenchmarkSelfNot(b *testing.B) {
	for i := 0; i < b.N; i++ {
		selfPointerSum += selfPointerNobody(selfPointerInput)
	}
}
