// title: A slice of its own array
// question: Does a buffer escape when a method cuts a slice of the buffer's own array and keeps it in the
//   buffer?
// why: bytes.Buffer once paid for this line, b.buf = b.room[:0]: it stores a pointer to the receiver in the
//   receiver.
// answer: The literal flaw is half fixed: b.rest = b.rest[1:] cost 2 allocs up to go1.4 and none since go1.5,
//   but b.rest = b.room[:], a slice of the receiver's own array, moves the buffer to the heap (1 alloc, 96 B)
//   in every release to go1.27.
// go: 1.2
// ref: https://github.com/golang/go/issues/7921
// ref: go/src/cmd/compile/internal/escape/assign.go

package escape

import "testing"

type selfAssignBuffer struct {
	rest []byte
	room [64]byte
}

var (
	selfAssignByte  = byte('x')
	selfAssignSum   int
	selfAssignNever bool
)

//go:noinline
func (b *selfAssignBuffer) start() {
	for selfAssignNever {
	}
	b.rest = b.room[:]
}

// selfAssignAdvance only shortens the slice.
//
//go:noinline
func (b *selfAssignBuffer) advance() {
	for selfAssignNever {
	}
	b.rest = b.rest[1:]
}

//go:noinline
func selfAssignOwnArray(c byte) int {
	var b selfAssignBuffer
	b.room[3] = c
	b.start()
	return int(b.rest[3])
}

//go:noinline
func selfAssignOwnSlice(c byte) int {
	var b selfAssignBuffer
	var bytes [64]byte
	bytes[1] = c
	b.rest = bytes[:]
	b.advance()
	return int(b.rest[0])
}

func BenchmarkSlicesOwnArray(b *testing.B) {
	for i := 0; i < b.N; i++ {
		selfAssignSum += selfAssignOwnArray(selfAssignByte)
	}
}

func BenchmarkSlicesOwnSlice(b *testing.B) {
	for i := 0; i < b.N; i++ {
		selfAssignSum += selfAssignOwnSlice(selfAssignByte)
	}
}
