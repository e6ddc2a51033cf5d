#!/usr/bin/env bash
# Does Datasette open a database with the metadata that `goalloc export --format datasette` writes, show the described views, and hide the
# private tables? GOALLOC, FIXTURE: the programs; DATASETTE: Datasette's; DB: another database than the fixture's.
set -euo pipefail
: "${GOALLOC:?}" "${DATASETTE:?}"
work=$(mktemp -d "${TMPDIR:-/tmp}/goalloc-datasette-XXXXXX")
trap 'rm -rf "$work"' EXIT
if [ -n "${DB:-}" ]; then cp "$DB" "$work/x.db"; else "${FIXTURE:?}" "$work/x.db"; fi
"$GOALLOC" --db "$work/x.db" export --format datasette >"$work/metadata.json"
get() { "$DATASETTE" "$work/x.db" -m "$work/metadata.json" --get "$1"; }
get /x.json >"$work/database.json"
get "/x/samples.json?_shape=array&_size=5" >"$work/samples.json"
get /x >"$work/database.html"
get /x/samples >"$work/samples.html"
python3 - "$work" <<'END'
import html, json, sys
folder = sys.argv[1]
metadata = json.load(open(f"{folder}/metadata.json"))["databases"]["x"]["tables"]
database = json.load(open(f"{folder}/database.json"))
hidden = {n for n, t in metadata.items() if t.get("hidden")}
shown = {t["name"] for t in database["tables"] if not t["hidden"]}
views = {v["name"] for v in database["views"]}
wrong = [f"{n} is shown" for n in sorted(shown & hidden)] + [f"no view {n}" for n in sorted(set(metadata) - hidden - views)]
rows = json.load(open(f"{folder}/samples.json"))
if not rows or set(metadata["samples"]["columns"]) != set(rows[0]):
    wrong.append(f"samples: {rows[:1]}")
page = html.unescape(open(f"{folder}/samples.html").read())
wrong += [f"{c}: its description is not on the page" for c, text in metadata["samples"]["columns"].items() if text not in page]
if metadata["samples"]["description"] not in page:
    wrong.append("the view's description is not on its page")
print(*wrong, f"datasette: {len(views)} views, {len(rows)} rows read, {len(wrong)} wrong", sep="\n")
sys.exit(bool(wrong))
END
