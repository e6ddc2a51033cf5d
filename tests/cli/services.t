#!/usr/bin/env bash
# The ready-made files of harness/nightly/: systemd reads them, cron's line does what it says, the workflow is whole.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
cd "$ROOT" || exit 1
N=$ROOT/harness/nightly
skip() { pass "$1 # SKIP $2"; }

# ---- systemd ----
P=$T/prefix U=$T/prefix/lib/systemd/user
mkdir -p "$P/bin"
printf '#!/bin/sh\nexit 0\n' > "$P/bin/goalloc"
chmod +x "$P/bin/goalloc"
run make --no-print-directory install-nightly PREFIX="$P" DESTDIR=
is "$status" 0 "make install-nightly"
like "$(cat "$U/goalloc-nightly.service")" "^ExecStart=$P/bin/goalloc .*nightly --config %h/goalloc/nightly.conf" "the service starts what was installed"
if command -v systemd-analyze >/dev/null; then
  run systemd-analyze verify --man=no "$U/goalloc-nightly.service" "$U/goalloc-nightly.timer"
  is "$status$(printf '%s' "$err" | grep goalloc-nightly)" 0 "systemd has no complaint about service and timer"
  sed 's/^Type=oneshot/Type=nightly/' "$U/goalloc-nightly.service" > "$T/goalloc-wrong.service"
  run systemd-analyze verify --man=no "$T/goalloc-wrong.service"
  like "$err" "goalloc-wrong.service:.*type.*nightly" "... and would have, about a wrong one"
  run systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$U/goalloc-nightly.timer")"
  is "$status" 0 "the timer's time is one"
else
  skip "systemd has no complaint about service and timer" "no systemd-analyze"
fi

# ---- cron: its line by its own shell ----
job=$(sed -n 's/^15 2 \* \* \* //p' "$N/goalloc.cron")
is "$(grep -vcE '^(#|[A-Z]+=|[0-9*]+ [0-9*]+ [0-9*]+ [0-9*]+ [0-9*]+ .)' "$N/goalloc.cron")" 0 "every line is a comment, a variable or a job"
unlike "$job" '%' "the job has no % in it, which cron takes for the end of a line"
mkdir -p "$T/home/goalloc" "$T/bin"
for code in 0 1; do
  printf '#!/bin/sh\necho "# Night ($*)"; echo measuring >&2; exit %s\n' "$code" > "$T/bin/goalloc"
  chmod +x "$T/bin/goalloc"
  run env HOME="$T/home" PATH="$T/bin:$PATH" sh -c "$job"
  if [ "$code" = 0 ]; then
    is "$out$err" "" "a quiet night prints nothing, so that nothing is mailed"
  else
    is "$out" "# Night (--progress plain nightly --config nightly.conf)
measuring" "a regression prints the page and the messages"
  fi
done

# ---- the workflow ----
if python3 -c 'import yaml' 2>/dev/null; then
  cat > "$T/check.py" <<'PY'
import subprocess, sys, yaml
w = yaml.safe_load(open(sys.argv[1]))
steps = w["jobs"]["night"]["steps"]
assert w[True]["schedule"][0]["cron"].split() == ["15", "2", "*", "*", "*"], "the schedule"   # YAML 1.1: `on` is true
assert all(("uses" in s) != ("run" in s) for s in steps), "each step uses an action or runs something"
for s in steps:
    if "run" in s:
        assert subprocess.run(["bash", "-n", "-c", s["run"]]).returncode == 0, s["name"]
print(sum("goalloc" in s.get("run", "") and "nightly" in s["run"] for s in steps))
PY
  run python3 "$T/check.py" "$N/workflow.yml"
  is "$status $out" "0 1" "the workflow is YAML, its scripts are shell, one step is the night"
else
  skip "the workflow is YAML" "no yaml module"
fi
grep -oE 'harness/[a-z-]+\.sh' "$N/workflow.yml" | sort -u > "$T/scripts"
is "$(xargs -n 1 test -x < "$T/scripts" && wc -l < "$T/scripts")" 1 "the script that it runs is there"
done_testing
