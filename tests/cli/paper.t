#!/usr/bin/env bash
# The paper kit, as far as it can be looked at without TeX: `make check-paper` compiles it.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/results.db KIT=$T/papers/kit
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }

# sound KIT: what is wrong with it, a line each
cat >"$T/sound.py" <<'END'
import csv, os, re, sys
kit, wrong = sys.argv[1], []
dictionary = {(r["file"], r["column"]): r for r in csv.DictReader(open(f"{kit}/data/dictionary.csv", newline=""))}
csv.field_size_limit(1 << 24)
for name in sorted(os.listdir(f"{kit}/data")):
    if not name.endswith(".csv"):
        continue
    rows = list(csv.reader(open(f"{kit}/data/{name}", newline="", encoding="utf-8")))
    wrong += [f"{name}: a row of {len(r)} fields, not {len(rows[0])}" for r in rows if len(r) != len(rows[0])][:1]
    if name != "dictionary.csv":
        wrong += [f"dictionary.csv does not say what {name} has in {c}" for c in rows[0]
                  if not dictionary.pop((f"data/{name}", c), {}).get("description")]
wrong += [f"dictionary.csv has {k}, and no file has" for k in dictionary]
glyphs = re.compile("[\x00-\x08\x0b-\x1f\x7f]|[^\x00-\xff\u2013\u2014\u2018\u2019\u201c\u201d\u2026]")
for folder in ("", "tables/"):
    for name in sorted(os.listdir(f"{kit}/{folder}")):
        if not name.endswith(".tex"):
            continue
        text = open(f"{kit}/{folder}{name}", encoding="utf-8").read()
        bare = re.sub(r"(?m)(?<!\\)%.*$", "", text)
        bare = re.sub(r"\\[\\{}$&#_%]", "", bare)
        if bare.count("{") != bare.count("}") or bare.count("$") % 2:
            wrong.append(f"{name}: braces or dollars do not pair")
        if text.count(r"\begin{") != text.count(r"\end{"):
            wrong.append(f"{name}: environments do not pair")
        if glyphs.search(text) or re.search("[\x80-\xbf]", text):
            wrong.append(f"{name}: a character that T1 fonts have not")
        if re.search(r"\\(evil|write18|input\{/)", bare):
            wrong.append(f"{name}: a name is LaTeX")
for line in open(f"{kit}/figures.tex"):
    m = re.search(r"\\input\{(.*?)\}", line)
    if m and not os.path.isfile(f"{kit}/{m[1]}.tex"):
        wrong.append(f"figures.tex wants {m[1]}")
for m in re.finditer(r"\\input\{(.*?)\}", open(f"{kit}/paper.tex").read()):
    if not os.path.isfile(f"{kit}/{m[1]}.tex"):
        wrong.append(f"paper.tex wants {m[1]}")
keys = set(re.findall(r"^@\w+\{(\w+),", open(f"{kit}/references.bib").read(), re.M))
for m in re.finditer(r"\\cite\{(.*?)\}", open(f"{kit}/methods.tex").read()):
    wrong += [f"{k} is cited and not in references.bib" for k in m[1].split(",") if k not in keys]
labels = set()
for root, _, names in os.walk(kit):
    for n in names:
        if n.endswith(".tex"):
            labels |= set(re.findall(r"\\label\{(.*?)\}", open(os.path.join(root, n), encoding="utf-8").read()))
for n in ("methods.tex", "results.tex"):
    wrong += [f"{n} refers to {r}" for r in re.findall(r"\\ref\{(.*?)\}", open(f"{kit}/{n}").read()) if r not in labels]
print(*wrong, sep="\n")
END
sound() { python3 "$T/sound.py" "$1" 2>&1; }
paper() { run goalloc --db "$DB" report --paper "$@"; }

paper "$KIT"
is "$status" 0 "report --paper"
is "$out" "$KIT/paper.tex" "... says where the paper is"
is "$(sound "$KIT")" "" "data and LaTeX are sound, every column is described"
is "$(cd "$KIT" && sha256sum --quiet -c SHA256SUMS 2>&1)" "" "SHA256SUMS agrees"
is "$(cd "$KIT" && find . -type f ! -name SHA256SUMS | sed 's|^\./||' | sort)" "$(grep -v '^#' "$KIT/SHA256SUMS" | cut -c67- | sort)" "... and lists every file"
missing=
# shellcheck disable=SC2013 # names of files, a word each
for file in $(awk '$1 ~ /\./ && $1 !~ /NAME|FAMILY|,/ { print $1 }' "$KIT/README.txt"); do
  case "$file" in */*|*.tex|*.txt|*.bib|*.cff|*.tsv|*.sh) [ -f "$KIT/$file" ] || missing="$missing $file" ;; esac
done
is "$missing" "" "what README.txt names is there"
is "$(goalloc --db "$DB" export --format csv | sha256sum)" "$(sha256sum <"$KIT/data/samples.csv")" "samples.csv is what export writes"
like "$(cat "$KIT/tables/changes.tex")" 'Worse.*& 0 & 2 & 0 & 48 & ' "the table has the counts"
like "$(cat "$KIT/results.tex")" "From go1.22.12 to go1.27.4" "without --compare: the two newest releases"
like "$(cat "$KIT/methods.tex")" "Processor: A processor\. .*Frequency governor: g\. .*Seed of all random orders: 1\." "methods have what was recorded"
like "$(cat "$KIT/methods.tex")" "selftest.* does" "... and say what was not: no calibration"
for field in tool comparison toolchain case session; do like "$(cat "$KIT/lock.tsv")" "^$field	" "lock.tsv: $field"; done
run sh -n "$KIT/reproduce.sh"
is "$status" 0 "reproduce.sh is a script"
sed "s/^releases=.*/releases=''/" "$KIT/reproduce.sh" >"$KIT/here.sh"
run sh "$KIT/here.sh" --check
is "$status $out" "0 data, cases and lock.tsv are as they were written" "... that checks the kit"
cp "$KIT/data/samples.csv" "$T/kept.csv"
echo x >>"$KIT/data/samples.csv"
run sh "$KIT/here.sh" --check
is "$status" 1 "... and sees a sample that was changed"
mv "$T/kept.csv" "$KIT/data/samples.csv"
run goalloc --db "$DB" status --against "$KIT/data/history.tsv"
is "$status" 0 "history.tsv is the database's"
like "$(cat "$KIT/CITATION.cff")" "^cff-version: 1.2.0" "CITATION.cff"
if command -v gnuplot >/dev/null; then
  like "$(head -c5 "$KIT/figures/heatmap.pdf" "$KIT/figures/changes.pdf")" "%PDF" "figures are drawn"
else
  pass "figures # SKIP no gnuplot"
fi

# whose files are whose
KIT=$T/kit2
paper "$KIT" --compare 1.9.2,1.22
like "$(cat "$KIT/results.tex")" "From go1.9.2 to go1.22.12" "--compare"
like "$(cat "$KIT/tables/changes.tex")" "No benchmark allocates otherwise" "... where nothing differs"
is "$(sound "$KIT")" "" "... and that is sound, too"
echo mine >"$KIT/tables/own.tex"
echo edited >>"$KIT/paper.tex"
paper "$KIT"
is "$status" 0 "a kit is written anew"
like "$err" "paper.tex is not as the kit wrote it and was left alone" "... what somebody edited is left alone, and that is said"
is "$(tail -1 "$KIT/paper.tex") $(cat "$KIT/tables/own.tex")" "edited mine" "... and so is what is not the kit's"
like "$(cat "$KIT/results.tex")" "From go1.22.12 to" "... the rest is new"
mkdir "$T/thesis"; echo mine >"$T/thesis/thesis.tex"
paper "$T/thesis"
is_error 2 "thesis holds thesis.tex and is no paper kit.*new or an empty folder" "a folder with something else in it is refused"
is "$(ls "$T/thesis")" thesis.tex "... and nothing is put there"
paper "$T/thesis/thesis.tex/kit"
is_error 3 "thesis.tex" "a folder that cannot be made"
paper "$T/x" --compare 1.9.2
is_error 2 "two toolchains are wanted, OLD,NEW" "--compare with one"
paper "$T/x" --compare 1.9.2,1.13
is_error 3 "1.13 was not measured" "... with one that was not measured"
run goalloc --db "$DB" report --compare 1.9.2,1.22
is_error 2 "give --paper DIR" "... without --paper"
run goalloc --db "$DB" report --no-figures --output "$T/page" --paper "$T/kit3"
like "$status $out" "^0 .*/page/index.html" "--output and --paper: the page"
like "$out" "kit3/paper.tex" "... and the paper"
if [ -e "$T/x" ]; then fail "what was refused leaves no folder"; else pass "what was refused leaves no folder"; fi

# less in the database
run env PATH="$T/nowhere" "$GOALLOC" --cache "$CACHE" --db "$DB" --progress none report --paper "$T/kit4"
is "$status" 0 "without gnuplot the rest is written"
like "$err" "not every figure of the paper was drawn.*gnuplot is not on PATH" "... which says why"
like "$(cat "$T/kit4/README.txt")" "No figure was drawn" "... and so does README.txt"
is "$(sound "$T/kit4")" "" "... that kit is sound"
cp "$DB" "$T/untimed.db"
sqlite3 "$T/untimed.db" "DELETE FROM sample WHERE purpose > 0; DELETE FROM sample_run"
run goalloc --db "$T/untimed.db" report --paper "$T/kit5" --no-figures
is "$status $(sound "$T/kit5")" "0 " "without any times"
like "$(cat "$T/kit5/methods.tex")" "nothing is said of times" "... of which nothing is said"
cp "$DB" "$T/single.db"
sqlite3 "$T/single.db" "PRAGMA foreign_keys = ON; DELETE FROM toolchain WHERE go != 'go1.9.2'"
run goalloc --db "$T/single.db" report --paper "$T/kit6" --no-figures
is "$status $(sound "$T/kit6")" "0 " "of one release"
like "$(cat "$T/kit6/results.tex")" "nothing to compare" "... which says so"
sqlite3 "$T/single.db" "DELETE FROM toolchain"
sqlite3 "$T/single.db" "DELETE FROM cell"
run goalloc --db "$T/single.db" report --paper "$T/kit7"
is_error 3 "has no results; run .goalloc run. first" "an empty database"

# a database from anywhere
# shellcheck disable=SC2016 # code of other languages, as it stands
evil='$_^~%&#{}\\evil{|"`[*\\input{/etc/passwd}'"'"'<>'
cp "$DB" "$T/evil.db"
sqlite3 "$T/evil.db" "UPDATE text SET text = '${evil//\'/\'\'}' || char(10) || char(27) || '漢' || text WHERE text LIKE 'Benchmark%' OR text LIKE 'make%';
  UPDATE case_file SET source = '../..' || source, family = '../..', file = '/x' WHERE case_name = 'slice/worse';
  UPDATE cell SET case_name = '${evil//\'/\'\'}/' || case_name WHERE case_name = 'slice/worse';
  UPDATE session SET cpu = '${evil//\'/\'\'}', kernel = char(10) || '\\evil', conditions = 'sample=\\evil' || char(9), seed = '1; touch x',
    command_line = '${evil//\'/\'\'}' || char(10) || 'toolchain' || char(9) || 'x';
  UPDATE toolchain SET digest = '${evil//\'/\'\'}', trust = '\\evil' WHERE go = 'go1.27.4'"
run goalloc --db "$T/evil.db" report --paper "$T/kit8"
is "$status $(sound "$T/kit8")" "0 " "names that are LaTeX, shell, CSV or terminal codes"
is "$(grep -c '^toolchain' "$T/kit8/lock.tsv") $(find "$T/kit8" -name 'x*' | wc -l)" "3 0" "... make no lines of the lock and no files"
run sh -n "$T/kit8/reproduce.sh"
is "$status" 0 "... and no script"
unlike "$(cat "$T/kit8/reproduce.sh")" "touch" "... in which a seed is no command"
done_testing
