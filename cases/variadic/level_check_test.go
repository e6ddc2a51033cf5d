// title: A log call that is switched off
// question: What does a variadic log call cost when its level is off: checked inside, by the caller, or by a
//   function argument?
// why: The arguments are boxed before the callee can look at the level.
// answer: Checked inside, a string and an int cost 3 allocs (56 B) although nothing is printed, in every
//   release since go1.4 (2 before, as the int was not boxed); checked by the caller, or with a closure for the
//   arguments, none.
// go: 1.2
// ref: https://go.dev/doc/go1.15#runtime

package variadic

import "testing"

var (
	levelCheckOn   bool
	levelCheckHeld []interface{}
	levelCheckUser = "somebody who logs in"
	levelCheckSize = 123456
	levelCheckSum  int
)

//go:noinline
func levelCheckPrint(v ...interface{}) { levelCheckHeld = v }

//go:noinline
func levelCheckLog(format string, v ...interface{}) {
	if levelCheckOn {
		levelCheckPrint(v...)
	}
	levelCheckSum += len(format)
}

//go:noinline
func levelCheckLogFunc(format string, args func() []interface{}) {
	if levelCheckOn {
		levelCheckPrint(args()...)
	}
	levelCheckSum += len(format)
}

//go:noinline
func levelCheckInside(user string, size int) { levelCheckLog("%s sent %d bytes", user, size) }

//go:noinline
func levelCheckOutside(user string, size int) {
	if levelCheckOn {
		levelCheckLog("%s sent %d bytes", user, size)
	}
}

//go:noinline
func levelCheckLazy(user string, size int) {
	levelCheckLogFunc("%s sent %d bytes", func() []interface{} { return []interface{}{user, size} })
}

func BenchmarkLevelInside(b *testing.B) {
	for i := 0; i < b.N; i++ {
		levelCheckInside(levelCheckUser, levelCheckSize)
	}
}

func BenchmarkLevelOutside(b *testing.B) {
	for i := 0; i < b.N; i++ {
		levelCheckOutside(levelCheckUser, levelCheckSize)
	}
}

func BenchmarkLevelLazyArguments(b *testing.B) {
	for i := 0; i < b.N; i++ {
		levelCheckLazy(levelCheckUser, levelCheckSize)
	}
}
