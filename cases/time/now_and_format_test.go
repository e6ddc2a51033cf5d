// title: Formatting the time
// question: What do time.Now, Format, AppendFormat and Parse allocate?
// why: Every log line carries a time.
// answer: Format: 1 alloc (32 B), the text; Now, AppendFormat and Parse none, in every release since go1.5.
// go: 1.5
// ref: https://pkg.go.dev/time#Time.AppendFormat

package times

import (
	"testing"
	"time"
)

var (
	nowAndFormatMoment = time.Date(2015, 8, 19, 20, 30, 40, 123456789, time.UTC)
	nowAndFormatText   = "2015-08-19T20:30:40Z"
	nowAndFormatRoom   = make([]byte, 0, 64)
	nowAndFormatHeld   string
	nowAndFormatKept   time.Time
	nowAndFormatSum    int
)

//go:noinline
func nowAndFormatNow() { nowAndFormatKept = time.Now() }

//go:noinline
func nowAndFormatFormat(t time.Time) string { return t.Format(time.RFC3339Nano) }

//go:noinline
func nowAndFormatAppend(b []byte, t time.Time) int { return len(t.AppendFormat(b, time.RFC3339Nano)) }

//go:noinline
func nowAndFormatParse(s string) int {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return -1
	}
	return t.Second()
}

func BenchmarkTimeNow(b *testing.B) {
	for i := 0; i < b.N; i++ {
		nowAndFormatNow()
	}
}

func BenchmarkTimeFormat(b *testing.B) {
	for i := 0; i < b.N; i++ {
		nowAndFormatHeld = nowAndFormatFormat(nowAndFormatMoment)
	}
}

func BenchmarkTimeAppendFormat(b *testing.B) {
	for i := 0; i < b.N; i++ {
		nowAndFormatSum += nowAndFormatAppend(nowAndFormatRoom, nowAndFormatMoment)
	}
}

func BenchmarkTimeParse(b *testing.B) {
	for i := 0; i < b.N; i++ {
		nowAndFormatSum += nowAndFormatParse(nowAndFormatText)
	}
}
