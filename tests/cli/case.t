#!/usr/bin/env bash
# The case library: discovery from files alone, and cases that cannot be read.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
cd "$ROOT" || exit 1

run goalloc case list --format csv
is "$status" 0 "case list"
cases=$(printf '%s\n' "$out" | tail -n +2 | wc -l)
if [ "$cases" -ge 30 ]; then pass "the library has $cases cases, at least 30"; else fail "only $cases cases"; fi
for name in string/empty_bytes_alias slice/headers pointer/return_local fmt/println_int fmt/keep_argument channel/send_pointer \
  slice/of_pointers slice/append_growth interface/method_call slice/make_runtime_size slice/make_large gc/pointer_free_heap \
  interface/conversion; do
  like "$out" "^$name," "has $name"
done
missing=$(for file in cases/*/*.go; do
  for key in title question why go; do grep -q "^// $key: " "$file" || echo "$file: no $key"; done
done)
is "$missing" "" "every case says its title, question, why and minimum Go version"
run goalloc case show slice/append_growth
like "$out" "question: .*append" "case show prints the question"
like "$out" "func BenchmarkA?" "case show prints the source"

mkdir -p "$T/cases/mine"
cat > "$T/cases/mine/new_test.go" <<'GO'
// title: A new case
// question: Is a file enough?
// go: 1.18
package mine

import "testing"

// func BenchmarkInComment(b *testing.B) {}
var text = `
func BenchmarkInString(b *testing.B) {}
`

func BenchmarkReal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = len(text)
	}
}

var sink int
GO
run goalloc case list --cases "$T/cases" --format csv
like "$out" "^mine/new,benchmark,go1.18,1,Is a file enough" "adding a case is adding a file; comments and strings hold no benchmarks"
run goalloc case list --cases "$T/cases/mine/new_test.go" --format json
like "$out" '"case_name": ?"mine/new"' "a lone file"
# root reads everything but a pipe that nobody writes to
mkfifo "$T/cases/mine/pipe_test.go"
run goalloc case list --cases "$T/cases/mine/pipe_test.go"
if [ "$status" != 0 ]; then pass "an unreadable case is an error"; else fail "an unreadable case is an error" "$out"; fi
like "$err" "pipe_test.go" "... and is named"
done_testing
