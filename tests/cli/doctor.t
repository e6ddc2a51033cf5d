#!/usr/bin/env bash
# goalloc doctor: which walls stand and what they cost, what the machine is set to, how noisy it is, and what to do.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
WALLS="files attributes reads network sockets memory signals kernel privileges"
FACTS="governor boost smt cpus load steal cpu_quota throttled memory_limit thermal clocksource aslr hugepages swap power hypervisor"
NOISE="spread drift outliers switches quiet"

run goalloc doctor
is "$status" 0 "doctor informs"
like "$out" "^wall +stands +by" "walls for people"
like "$out" "^fact +fine +found" "the machine for people"
like "$out" "^figure +fine +found" "its noise for people"
for wall in $WALLS; do like "$out" "^$wall +(yes|no) " "$wall is in it"; done
for fact in $FACTS; do like "$out" "^$fact +(yes|no|unknown) +[^ ]" "$fact is in it"; done
like "$out" "^price +(yes|no) +-?[0-9.]+ ms more a child: median [0-9.]+ against [0-9.]+, p95 [0-9.]+ against [0-9.]+" "what a child costs, both sides"
like "$out" "^spread +(yes|no) +60 processes of [0-9.]+ ms, bound to cpu [0-9]+: quartiles [0-9.]+ % apart, MAD [0-9.]+ %" "the noise"
like "$out" "^quiet +(yes|no) +within 1 % after (more than )?[0-9]+ blocks, within 3 % after (more than )?[0-9]+; 20 blocks: within [0-9.]+ %" "what it means"
like "$out" "^steal +((yes|no) +[0-9.]+ % while measuring, [0-9.]+ % since boot|unknown)" "what was stolen meanwhile"

run goalloc doctor --format json --children 5
is "$status" 0 "json"
is "$(printf '%s' "$out" | python3 -c 'import json, sys
d = json.load(sys.stdin)
print(*[r["check"] for r in d], all(r["ok"] in (True, False, None) for r in d))
print(*sorted({r["group"] for r in d}), list(d[0]))
p = next(r for r in d if r["check"] == "price")
q = next(r for r in d if r["check"] == "quiet")
print(type(p["value"]).__name__, p["unit"], q["value"] >= 6, q["unit"], q["ok"] == (q["value"] <= 50))
print([r["check"] for r in d if r["group"] != "confinement" and (r["ok"] is False) != bool(r["advice"] and r["cost"])])')" \
  "$WALLS price $FACTS $NOISE True
confinement machine noise ['group', 'check', 'ok', 'found', 'what', 'lacking', 'advice', 'value', 'unit', 'cost']
float ms True blocks True
[]" "json holds a row for each check, and advice for each that is not fine"

names() { printf '%s\n' "$out" | tail -n +2 | cut -d, -f2 | tr '\n' ' '; }
run goalloc doctor --format csv --children 0
is "$(names)" "$WALLS $FACTS $NOISE " "--children 0 measures no price"
run goalloc doctor --format csv --quick
is "$(names)" "$WALLS $FACTS " "--quick measures nothing"
unlike "$out" "while measuring" "and does not say it did"

state() { printf '%s\n' "$out" | grep -E "^[a-z]+,$1," | cut -d, -f3; }
first() { printf '%s\n' "$out" | grep -E "^$1,[a-z_]+,$2," | head -1 | cut -d, -f2; }
fine=$(first confinement yes)
if [ -n "$fine" ]; then
  run goalloc doctor --quick --require "$fine"
  is "$status" 0 "a wall that stands is required: fine"
fi

# one cpu alone is wrong everywhere; a machine's rows can be required like walls
cpu=$(python3 -c 'import os; print(min(os.sched_getaffinity(0)))')
run taskset -c "$cpu" "$GOALLOC" doctor --quick --format csv
is "$(state cpus)" no "one cpu alone is seen"
like "$out" "^machine,cpus,no,\"?1 allowed; to time on: cpu $cpu," "and which"
run taskset -c "$cpu" "$GOALLOC" doctor --quick --require cpus
is "$status" 3 "and can be refused: exit 3"
like "$err" "^goalloc: required, but not fine: cpus; the table says what to do$" "with its name"
like "$out" "^ +to do: allow two cpus" "and advice"
run goalloc doctor --quick --format csv
unknown=$(first machine "")
if [ -n "$unknown" ]; then
  run goalloc doctor --quick --require "$unknown"
  is "$status" 3 "what is not known is not fine"
  like "$err" "not fine: $unknown \(unknown\); " "and that is said"
fi

# The noise can be required, too. How noisy it is with a process that burns on the same cpu is the machine's to say: what the
# table calls not fine is what must be refused, and named.
taskset -c "$cpu" timeout 60 bash -c 'while :; do :; done' & pids+=($!)
run taskset -c "$cpu" "$GOALLOC" doctor --children 0 --format csv --require "${NOISE// /,}"
kill "${pids[0]}" 2>/dev/null
bad=$(printf '%s\n' "$out" | sed -n 's/^noise,\([a-z]*\),no,.*/\1/p' | paste -sd, | sed 's/,/, /g')
expected=0
[ -z "$bad" ] || expected=3
is "$status" "$expected" "noise: what is not fine (${bad:-nothing}) is refused"
if [ -n "$bad" ]; then
  like "$err" "not fine: $bad; " "and named"
fi

# turned off: nothing stands, all of it is said, and asking for it fails
run env GOALLOC_CONFINE=off "$GOALLOC" doctor --format csv --quick
is "$status" 0 "doctor still informs when confinement is off"
is "$(printf '%s\n' "$out" | grep -c '^confinement,.*,no,')" 9 "no wall stands then"
like "$out" "unset GOALLOC_CONFINE" "and what to do is said"
run env GOALLOC_CONFINE=off "$GOALLOC" doctor --quick --require network,files
is "$status" 3 "required walls that do not stand: exit 3"
like "$err" "^goalloc: required, but not standing: network, files; " "they are named"
like "$out" "^network +no " "the table comes all the same"

run goalloc doctor --require moat
is_error 2 "--require moat: none of files, attributes.* price$" "an unknown wall names the known ones"
run goalloc doctor --quick --require quiet
is_error 2 "--require quiet: none of .*hypervisor; --quick leaves out what is measured" "what is not measured cannot be required"
run goalloc doctor --children 0 --require price
is_error 2 "--require price: none of" "nor the price"
run goalloc doctor --children many
is_error 2 "children.*many" "a number that is none"
run goalloc doctor --children 1000000
is_error 2 "at most 100000" "too many"
run goalloc doctor here
is_error 2 "doctor" "an operand too many"
run env GOALLOC_CONFINE=maybe "$GOALLOC" doctor
is_error 2 "GOALLOC_CONFINE is 'maybe': only 'off'" "a value of GOALLOC_CONFINE that means nothing"

# 80 columns on a terminal: no line is wider, nothing is cut
run env -u COLUMNS -u LINES python3 -c '
import fcntl, os, pty, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    os.execv(sys.argv[1], [sys.argv[1], "--progress", "none", "--color", "never", "doctor", "--quick"])
text = b""
try:
    while chunk := os.read(fd, 65536):
        text += chunk
except OSError:
    pass
os.waitpid(pid, 0)
lines = text.decode().replace("\r", "").split("\n")
words = " ".join(" ".join(lines).split())
print(max(map(len, lines)) <= 80, "one of them for nothing but what is timed" in words, any(c in words for c in "~…"))
' "$GOALLOC"
is "$out" "True True False" "80 columns hold it, every word"

done_testing
