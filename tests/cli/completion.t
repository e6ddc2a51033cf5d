#!/usr/bin/env bash
# Manual page and completions: written from the command tables, complete, read by their readers without complaint, and really
# completing in the shells.
# shellcheck disable=SC2030,SC2031 # the subshell sets nothing of ours
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
cd "$ROOT" || exit 1
DB=$T/fixture.db
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }
mkdir -p "$T/bin"
# what the completions call; no toolchain is installed but those that the test says
cat > "$T/bin/goalloc" <<END
#!/bin/sh
case "\$*" in
  "toolchain list --format csv") printf 'go,installed\ngo1.9.7,true\ngo1.27.4,true\ntip,true\n' ;;
  *) exec "$GOALLOC" --cache "$CACHE" --progress none "\$@" ;;
esac
END
chmod +x "$T/bin/goalloc"
export PATH=$T/bin:$PATH
skip() { pass "$1 # SKIP $2"; }

for format in man bash zsh fish; do
  run goalloc help --format "$format"
  is "$status" 0 "help --format $format"
  cp "$T/.out" "$T/goalloc.$format"
done
run goalloc help --format pdf
is_error 2 "'pdf' is none of text, man, bash, zsh, fish" "an unknown format"
run goalloc help compare --format man
is_error 2 "is of all commands" "a command and a format for all"
run goalloc help nothing
is_error 2 "no command 'nothing'" "help of an unknown command"
run goalloc help compare
cp "$T/.out" "$T/one"
run goalloc compare --help
is "$out" "$(cat "$T/one")" "help COMMAND prints what COMMAND --help prints"
commands=$(goalloc help | sed -n 's/^\([a-z]*\)  .*/\1/p')
like "$commands" '^compare$' "help lists the commands"

# every command and every option that --help shows stands in the page and in each completion
missing=''
for command in $commands; do
  grep -qx ".SS $command" "$T/goalloc.man" || missing="$missing man:$command"
  options=$(goalloc "$command" --help | sed -n 's/^  --\([a-z-]*\).*/\1/p' | sort)
  page=$(sed -n "/^\.SS $command\$/,/^\.S[SH] /p" "$T/goalloc.man")
  for option in $options; do
    escaped=${option//-/\\-}
    [ "$option" = help ] || printf '%s\n' "$page" | grep -qF "\\fB\\-\\-$escaped\\fR" || missing="$missing man:$command:$option"
    grep -qE "^ *$command\).* --$option( |$)" "$T/goalloc.bash" || missing="$missing bash:$command:$option"
    sed -n "/^ *$command) _arguments/,/;;\$/p" "$T/goalloc.zsh" | grep -qE "'--${option}(=|\[)" || missing="$missing zsh:$command:$option"
    grep -qE "__goalloc_at $command' -l $option " "$T/goalloc.fish" || missing="$missing fish:$command:$option"
  done
done
is "$missing" "" "every command and option stands in the manual page and in all three completions"

# every word that is offered is one that the program takes
# shellcheck disable=SC1091
wrong=$(
  . "$T/goalloc.bash"
  declare -A operands=([compare]="1.2 1.3" [explain]="slice/x" [case]=list [toolchain]=list)
  for command in '' $commands; do
    # shellcheck disable=SC2046
    for option in $(_goalloc_options "$command"); do
      read -r several kind words <<<"$(_goalloc_value "$command" "$option")"
      case "$option" in
        --format | --formats | --metric | --fail-on | --progress)
          [ "$kind" = words ] || echo "$command $option offers nothing" ;;
      esac
      [ "$kind" = words ] || continue
      [ "$several" = many ] && words="$words ${words// /,}"
      for word in $words; do
        if [ -z "$command" ]; then
          "$GOALLOC" --db "$DB" "$option" "$word" status >"$T/.out" 2>"$T/.err" </dev/null
        else
          # shellcheck disable=SC2086
          "$GOALLOC" --db "$DB" --offline --cache "$CACHE" "$command" ${operands[$command]:-} \
            $([ "$command" = run ] && echo --go /nowhere) $([ "$command" = plot ] && echo --output "$T/figures") \
            $([ "$command" = doctor ] && echo --quick) "$option" "$word" >"$T/.out" 2>"$T/.err" </dev/null
        fi
        grep -E "none of|no mode|unknown|$option|'${word##*,}'" "$T/.err" | sed "s|^|$command $option $word: |"
      done
    done
  done
)
is "$wrong" "" "every word offered for an option is one that it takes"

if command -v mandoc >/dev/null; then
  is "$(mandoc -T lint "$T/goalloc.man" 2>&1)" "" "mandoc -T lint has nothing to say"
else
  skip "mandoc -T lint" "no mandoc"
fi
if command -v groff >/dev/null; then
  is "$(groff -ww -man -Tutf8 "$T/goalloc.man" 2>&1 >/dev/null)" "" "groff -ww has nothing to say"
  page=$(groff -man -Tascii "$T/goalloc.man" | sed 's/\x1b\[[0-9;]*m//g; s/.\x08//g')
  like "$page" "goalloc compare latest~1 latest --fail-on allocs,bytes" "examples come out as they are typed"
  like "$page" "go f\(x\) builds a closure" "... each line of them"
  like "$page" "--define-mode 'NAME=WORD" "quotes are quotes"
else
  skip "groff" "no groff"
fi

# what is typed | what is there afterwards; the shells differ in the blank, '=' or ',' that they put behind a word
cat > "$T/lines" <<'END'
goalloc comp<tab>|goalloc compare
goalloc --db x --offline tre<tab>|goalloc --db x --offline trend
goalloc compare --fo<tab>|goalloc compare --format
goalloc compare --format js<tab>|goalloc compare --format json
goalloc compare --format=js<tab>|goalloc compare --format=json
goalloc --progress pl<tab>|goalloc --progress plain
goalloc run --only esc<tab>|goalloc run --only escape
goalloc run --only escape,ti<tab>|goalloc run --only escape,time
goalloc trend --metric=allocs,by<tab>|goalloc trend --metric=allocs,bytes
goalloc explain slice/append_gr<tab>|goalloc explain slice/append_growth
goalloc toolchain ver<tab>|goalloc toolchain verify
goalloc toolchain remove 1.27<tab>|goalloc toolchain remove 1.27.4
goalloc case show slice/append_gr<tab>|goalloc case show slice/append_growth
goalloc compare 1.9<tab>|goalloc compare 1.9.7
goalloc compare 1.9.7 ti<tab>|goalloc compare 1.9.7 tip
goalloc run --go 1.9.7,1.27<tab>|goalloc run --go 1.9.7,1.27.4
goalloc compare --accept CITA<tab>|goalloc compare --accept CITATION.cff
goalloc help expo<tab>|goalloc help export
goalloc export --format <all>|goalloc export --format bench csv datasette history json
goalloc toolchain <all>|goalloc toolchain digest install list remove verify
goalloc trend --<all>|goalloc trend --format --help --metric --mode --summary
END
mapfile -t typed < <(cut -d'|' -f1 "$T/lines")
for shell in bash zsh fish; do
  if ! command -v "$shell" >/dev/null; then
    skip "completion in $shell" "no $shell"
    continue
  fi
  run python3 tests/tools/complete.py "$shell" "$T/goalloc.$shell" "${typed[@]}"
  is "$status" 0 "$shell answers"
  is "$(printf '%s\n' "$out" | sed 's/[ ,=]*$//')" "$(cut -d'|' -f2 "$T/lines")" "$shell completes commands, options, values, cases, toolchains, files and lists"
done
done_testing
