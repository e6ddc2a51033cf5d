#!/usr/bin/env bash
# Cases that hang, fork, flood, eat memory, panic, exit or do not compile cost their own cells and nothing else.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
DB=$T/hostile.db
mkdir -p "$T/cases/bad"
bench() { # name imports body
  cat > "$T/cases/bad/$1_test.go" <<GO
// title: $1
// go: 1.2
package bad

import (
	"testing"
$2
)

func BenchmarkX_$1(b *testing.B) {
	for i := 0; i < b.N; i++ {
		$3
	}
}

var Sink interface{}
GO
}
bench hangs '	"time"' 'time.Sleep(time.Hour)'
bench spins '' 'for { }'
bench floods '	"os"' 'for { os.Stdout.WriteString("flood flood flood flood flood flood flood flood\n") }'
bench eats '' 'var keep [][]byte; for { p := make([]byte, 1<<20); for j := range p { p[j] = 1 }; keep = append(keep, p); Sink = keep }'
bench forks '	"os/exec"
	"time"' 'for j := 0; j < 100; j++ { exec.Command("/bin/sleep", "5000").Start() }; time.Sleep(time.Hour)'
bench panics '' 'panic("on purpose")'
bench exits '	"os"' 'os.Exit(0)'
bench fails '' 'b.Fatal("on purpose")'
bench skips '' 'b.Skip("on purpose")'
bench broken '' 'undefined_thing()'
bench fine '' 'Sink = new([64]byte)'
cat > "$T/cases/bad/loops.go" <<'GO'
// title: a program that never ends
package main

func main() {
	for {
	}
}
GO
start=$SECONDS
run goalloc --db "$DB" run --go 1.4.3,latest --mode default --blocks 1 --deadline 2s --memory 256M --cases "$T/cases"
is "$status" 0 "the run goes on ($((SECONDS - start)) s)"
cell() { sql "$DB" "SELECT status || ': ' || reason FROM cells WHERE go='$1' AND case_name='bad/$2'"; }
for go in go1.4.3 "$NEWEST"; do
  like "$(cell "$go" fine)" "^ok" "$go: the good case among them is measured"
  is "$(sql "$DB" "SELECT DISTINCT allocs_per_op FROM samples WHERE go='$go' AND case_name='bad/fine' AND purpose='allocs'")" 1 "$go: ... and right"
  like "$(cell "$go" hangs)" "^timeout: " "$go: hangs"
  like "$(cell "$go" spins)" "^timeout: " "$go: spins"
  like "$(cell "$go" loops)" "^timeout: " "$go: a program that never ends"
  like "$(cell "$go" floods)" "^run_failed: .*output" "$go: floods stdout"
  like "$(cell "$go" eats)" "^run_failed: .*(resident|memory)" "$go: eats memory"
  like "$(cell "$go" forks)" "^run_failed: .*process" "$go: forks"
  like "$(cell "$go" panics)" "^run_failed: .*on purpose" "$go: panics"
  like "$(cell "$go" exits)" "^run_failed: " "$go: exits"
  like "$(cell "$go" fails)" "^run_failed: " "$go: fails"
  like "$(cell "$go" skips)" "^run_failed: " "$go: skips"
  like "$(cell "$go" broken)" "^build_failed: .*undefined" "$go: does not compile; the compiler's words are kept"
done
# shellcheck disable=SC2009 # pgrep cannot ask for a whole command line exactly
is "$(ps -eo args | grep -c '^/bin/sleep 5000$')" 0 "no descendant is left behind"
done_testing
