#!/usr/bin/env bash
# Refreshing the pinned digests (make digests): what is new is added, what changed is an alarm, and half is never written.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
export DIGESTS_FILE=$T/digests.txt GOALLOC=$T/stub PLATFORMS="linux/amd64 darwin/arm64" ANSWERS=$T/answers PLACE=$T
pin() { "$TESTS/tools/pin-digests.sh" "$@"; }
h1() { printf 'h1:%s=' "$(printf "$1%.0s" $(seq 43))"; }

# A program that lists what lies in list.OS-ARCH and looks up in answers ("NAME h1:..."), as goalloc does.
cat > "$GOALLOC" <<'S'
#!/usr/bin/env bash
case "$1 $2" in
  "toolchain list")
    printf 'go,installed,size,date\r\n'
    sed 's/$/\r/' "$PLACE/list.${5/\//-}"
    ;;
  "toolchain digest")
    printf '%s\n' "$3" >> "$PLACE/asked"
    if [ -e "$PLACE/unreachable" ]; then echo "goalloc: cannot reach it" >&2; exit 3; fi
    printf 'name,digest,pinned\r\n'
    for version in ${3//,/ }; do
      version=$(sed -E 's/^go//; s/^(1\.([0-9]|1[0-9]|20))\.0$/\1/' <<< "$version")
      awk -v n="go$version.${5/\//-}" '$1 == n { printf "%s,%s,no\r\n", $1, $2 }' "$ANSWERS"
    done
    [ ! -e "$PLACE/differ" ] || exit 3
    ;;
esac
S
chmod +x "$GOALLOC"
cat > "$T/list.linux-amd64" <<'L'
go1.9,false,100,2017-08-24
go1.9.1,true,101,2017-10-04
go1.10,false,102,2018-02-16
go1.28rc1,false,104,2026-12-01
go1.28.0,false,105,2027-02-01
L
echo "go1.28.0,false,,2027-02-01" > "$T/list.darwin-arm64"
cat > "$DIGESTS_FILE" <<L
# a comment
go1.9.linux-amd64 $(h1 a) 100 2017-08-24
go1.9.1.linux-amd64 $(h1 b) 101 2017-10-04
go1.11.linux-amd64 $(h1 d) 99 2018-08-24
L
cat > "$ANSWERS" <<L
go1.9.linux-amd64 $(h1 a)
go1.9.1.linux-amd64 $(h1 b)
go1.10.linux-amd64 $(h1 c)
go1.11.linux-amd64 $(h1 d)
go1.28rc1.linux-amd64 $(h1 e)
go1.28.0.linux-amd64 $(h1 f)
go1.28.0.darwin-arm64 $(h1 g)
L
cp "$DIGESTS_FILE" "$T/before"
unchanged() { if cmp -s "$DIGESTS_FILE" "$T/before"; then pass "$1"; else fail "$1" "$(diff "$T/before" "$DIGESTS_FILE")"; fi; }

touch "$T/unreachable"
run pin
is "$status" 3 "a database that cannot be reached"
like "$err" "cannot reach it.*nothing was written" "... is said"
unchanged "... and nothing is written"
rm "$T/unreachable" "$T/asked"

cp "$ANSWERS" "$T/all"
grep -v darwin "$T/all" > "$ANSWERS"
run pin
is "$status" 3 "an answer that is not whole"
unchanged "... writes nothing, not even what came before it"
sed 's/^go1.28rc1.linux-amd64 .*/go1.28rc1.linux-amd64 h1:short/' "$T/all" > "$ANSWERS"
run pin
is "$status" 3 "an answer that is no digest"
unchanged "... writes nothing"
cp "$T/all" "$ANSWERS"

rm -f "$T/asked"
run pin
is "$status" 0 "what is listed and not pinned is looked up"
is "$(head -1 "$T/asked")" "1.10.0,go1.28.0,go1.28rc1" "... that alone, and a minor's first release by its exact name"
is "$(cat "$DIGESTS_FILE")" "# a comment
go1.9.linux-amd64 $(h1 a) 100 2017-08-24
go1.9.1.linux-amd64 $(h1 b) 101 2017-10-04
go1.10.linux-amd64 $(h1 c) 102 2018-02-16
go1.11.linux-amd64 $(h1 d) 99 2018-08-24
go1.28rc1.linux-amd64 $(h1 e) 104 2026-12-01
go1.28.0.darwin-arm64 $(h1 g)
go1.28.0.linux-amd64 $(h1 f) 105 2027-02-01" "... and pinned, sorted as versions, with size and day where both are known"
cp "$DIGESTS_FILE" "$T/before"
rm "$T/asked"
run pin
is "$status $(cat "$T/asked" 2>/dev/null)" "0 " "then nothing is left to ask"
unchanged "... nor to write"

run pin --recheck
is "$status" 0 "a recheck of everything"
is "$(head -1 "$T/asked")" "1.10.0,1.11.0,go1.28.0,go1.28rc1,go1.9.1,1.9.0" "... what is listed no more included"
unchanged "... changes nothing"
sed "s|^go1.9.1.linux-amd64 .*|go1.9.1.linux-amd64 $(h1 z)|" "$T/all" > "$ANSWERS"
echo "go1.29.0,false,106,2027-08-01" >> "$T/list.linux-amd64"
echo "go1.29.0.linux-amd64 $(h1 x)" >> "$ANSWERS"
touch "$T/differ"
run pin --recheck
is "$status" 1 "a digest that changed"
like "$err" "ALARM +go1\.9\.1\.linux-amd64 is pinned as h1:b+=, the checksum database says h1:z+=" "... is an alarm that names both"
unchanged "... and nothing is written, new ones neither"
run pin everything
is "$status" 2 "an argument that is none"
done_testing
