#!/usr/bin/env bash
# Module proxies and web proxies: lists, credentials that are used and never shown, certificates.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
export GOALLOC_DIGESTS=$T/digests GOALLOC_STALL_SECONDS=1 GOALLOC_RETRIES=1 GOALLOC_RETRY_MS=20
export HOME=$T/home
unset http_proxy HTTP_PROXY https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY NETRC GOPROXY
unset SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE
mkdir -p "$HOME" "$T/odd place%"
python3 "$TESTS/tools/fake_proxy.py" "$T/proxy" > "$GOALLOC_DIGESTS"
cp -R "$T/proxy/golang.org" "$T/odd place%/"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
  -addext subjectAltName=IP:127.0.0.1,DNS:localhost -keyout "$T/key" -out "$T/cert" 2>/dev/null
cat "$T/key" "$T/cert" > "$T/both"

serve() { # name command...: starts it, sets port_NAME
  local name=$1
  shift
  "$@" --port-file "$T/port-$name" --log "$T/log-$name" >/dev/null 2>&1 &
  pids+=($!)
  for _ in $(seq 200); do [ -s "$T/port-$name" ] && break; sleep 0.05; done
  printf -v "port_$name" %s "$(cat "$T/port-$name")"
}
serve plain python3 "$TESTS/tools/server.py" "$T/proxy"
serve other python3 "$TESTS/tools/server.py" "$T/proxy"
serve tls python3 "$TESTS/tools/server.py" --tls "$T/both" "$T/proxy"
serve web python3 "$TESTS/tools/web_proxy.py" --user webuser:websecret
serve open python3 "$TESTS/tools/web_proxy.py"
# shellcheck disable=SC2154 # serve sets them
plain=127.0.0.1:$port_plain other=$port_other tls=127.0.0.1:$port_tls web=127.0.0.1:$port_web open=127.0.0.1:$port_open

# Everything that is said, in the most talkative way, is kept for the search for secrets at the end.
install() { # [VARIABLE=value..] version
  local version=${*: -1}
  rm -rf "$CACHE"
  run env "${@:1:$#-1}" "$GOALLOC" --cache "$CACHE" -v --progress plain toolchain install "$version"
  printf '%s\n%s\n' "$out" "$err" >> "$T/said"
  grep -r "" "$CACHE/toolchains"/*.info "$CACHE/index" "$CACHE/locks" >> "$T/said" 2>/dev/null
  # a warning about the list comes before the error
  err=$(printf '%s\n' "$err" | tail -1)
}
works() { install "${@:1:$#-1}" 1.50.0; is "$status" 0 "${*: -1}"; }
fails() { # [VARIABLE=value..] pattern name
  install "${@:1:$#-2}" 1.50.0
  is "$status" 3 "${*: -1}"
  like "$err" "${*: -2:1}" "... and says why"
  is "$(find "$CACHE/toolchains" "$CACHE/staging" -mindepth 1 2>/dev/null | wc -l)" 0 "... and nothing is left in the cache"
}

# lists
works GOPROXY="http://$plain/status-404,http://$plain/ok" "after a comma: the next when it is not there"
works GOPROXY="http://$plain/status-410,http://$plain/ok" "... or gone"
fails GOPROXY="http://$plain/status-503,http://$plain/ok" "503" "after a comma: not the next when it is in trouble"
works GOPROXY="http://$plain/status-503|http://$plain/ok" "after a bar: the next whatever it is"
works GOPROXY="http://127.0.0.1:1|http://$plain/zip-cut-30|http://$plain/ok" "... dead, or broken off"
fails GOPROXY="http://$plain/status-404,off,http://$plain/ok" "404" "off ends a list"
fails GOPROXY=off "GOPROXY is 'off'" "off alone forbids"
fails GOALLOC_SOURCE=direct "names no module proxy" "direct alone is no source of ours"
works GOPROXY="direct,http://$plain/ok" "direct is skipped"
like "$(cat "$T/said")" "'direct' is skipped" "... with a word"
works GOPROXY="file://$T/odd%20place%25" "a folder with a space and a percent sign"
works GOPROXY="file://$T/nowhere,file://$T/odd%20place%25" "... after one that is not there"

# credentials
works GOPROXY="http://user:secret@$plain/auth" "credentials in the address"
like "$(cat "$T/log-plain")" "user=user .*/auth/" "... are used"
fails GOPROXY="http://user:secretwrong@$plain/auth" "401.*credentials" "wrong ones"
fails GOPROXY="http://$plain/auth" "401.*credentials" "none"
printf 'machine 127.0.0.1 login user password secret\n' > "$HOME/.netrc"
works GOPROXY="http://$plain/auth" "credentials in .netrc"
mv "$HOME/.netrc" "$T/netrc"
works NETRC="$T/netrc" GOPROXY="http://$plain/auth" "... in \$NETRC"
for behaviour in status-404 status-503 silent redirect tofile "leak-$port_plain" cut-10 busy-99 garbage; do
  fails GOPROXY="http://user:secret@$plain/$behaviour" "$plain/$behaviour/golang.org" "credentials and $behaviour"
done
fails GOPROXY="http://user:secret@nowhere.invalid/x" "nowhere.invalid" "credentials and a name that does not resolve"
fails GOPROXY="http://user:secret@127.0.0.1:1" "127.0.0.1:1" "credentials and a dead port"
fails GOPROXY="http://user:sec/secret@127.0.0.1:1" "127.0.0.1:1" "a password that ought to be encoded"
fails GOPROXY="http://$plain/status-404?token=secret" "404" "a token"
install GOPROXY="user:secret@nowhere" 1.50.0
is "$status" 2 "credentials in what is no address"
works GOPROXY="http://user:secret@$plain/authgoto-$other" "a redirect to another port"
works GOPROXY="http://user:secret@$plain/host-$other" "... to another host"
works NETRC="$T/netrc" GOPROXY="http://$plain/host-$other" "... from .netrc, which does not name that host"
unlike "$(cat "$T/log-other")" "user=user" "... takes no credentials there"
like "$(cat "$T/log-other")" "user=- .*/ok/" "... it went there"
run env GOPROXY="http://user:secret@$plain/ok" "$GOALLOC" --cache "$CACHE" --db "$T/results.db" -v --progress plain \
  run --go 1.50.0 --only escape --match slice/append_growth
printf '%s\n%s\n' "$out" "$err" >> "$T/said"
is "$(sqlite3 "$T/results.db" "select count(*) from toolchains where source like 'http://$plain/host-%'")" 1 \
  "the database has the source"
is "$(grep -alr secret "$T/results.db"* "$CACHE" | wc -l)" 0 "... without credentials, and so has the cache"

# certificates
fails GOPROXY="https://$tls/ok" "SSL_CERT_FILE" "a certificate that nobody knows"
works GOPROXY="https://$tls/ok" SSL_CERT_FILE="$T/cert" "... that \$SSL_CERT_FILE knows"
fails GOPROXY="https://$tls/ok" SSL_CERT_FILE="$T/nowhere" "SSL_CERT_FILE" "a file of certificates that is not there"
fails GOPROXY="https://$tls/goto-$port_plain" SSL_CERT_FILE="$T/cert" "no redirect from https to http" "a redirect from https to http"
works GOPROXY="https://$tls/zip-random-300" SSL_CERT_FILE="$T/cert" GOALLOC_RETRIES=50 "https that breaks off again and again"

# web proxies
works GOPROXY="https://$tls/ok" SSL_CERT_FILE="$T/cert" HTTPS_PROXY="http://webuser:websecret@$web" "\$HTTPS_PROXY with credentials"
like "$(cat "$T/log-web")" "user=webuser CONNECT $tls" "... is used"
: > "$T/log-web"
works GOPROXY="https://$tls/ok" SSL_CERT_FILE="$T/cert" HTTPS_PROXY="http://webuser:websecret@$web" NO_PROXY=127.0.0.1 "\$NO_PROXY"
works GOPROXY="http://$plain/ok" HTTPS_PROXY="http://webuser:websecret@$web" "http is none of \$HTTPS_PROXY's business"
is "$(cat "$T/log-web")" "" "... nothing went through it"
fails GOPROXY="https://$tls/ok" SSL_CERT_FILE="$T/cert" HTTPS_PROXY="http://webuser:websecretwrong@$web" "407" "a web proxy that wants other credentials"
fails GOPROXY="https://$tls/ok" SSL_CERT_FILE="$T/cert" HTTPS_PROXY="http://webuser:websecret@nowhere.invalid:1" "web proxy" "a web proxy that is not there"
fails GOPROXY="https://$tls/ok" SSL_CERT_FILE="$T/cert" HTTPS_PROXY="http://webuser:websecret@x:y:z" "HTTPS_PROXY" "a web proxy that is no address"
works GOPROXY="http://$plain/ok" HTTP_PROXY="http://$open" "\$HTTP_PROXY"
like "$(cat "$T/log-open")" "GET http://$plain/ok/" "... is used"

is "$(grep -c "secret" "$T/said")" 0 "no secret was ever shown"
like "$(cat "$T/said")" "$plain/auth" "... where addresses were"
done_testing
