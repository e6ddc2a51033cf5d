#!/usr/bin/env python3
"""A module proxy that misbehaves on request, for the command-line tests.

    tests/tools/server.py [--port-file FILE] [--log FILE] [--tls CERT] [--seed N] FOLDER

Serves FOLDER on the loopback interface and prints its port (and writes it to FILE, renamed into place). The first part
of an address chooses the behaviour for what follows it, http://127.0.0.1:PORT/BEHAVIOUR/golang.org/toolchain/@v/list:

    ok                 as it should be, with ranges, an ETag and a Last-Modified
    status-N           every answer has HTTP status N (404, 410, 500, 503, ...)
    once-N             the first request for each file is answered with status N, later ones properly
    retry-N            the first request for each file: 503 with "Retry-After: N"; retrydate-N: with a date
    busy-N             always 429 with "Retry-After: N"
    cut-K              the connection ends after byte K of a file, its full length announced
    cutonce-K          so for the first request of each file only
    cutwhole-K         so for the first request, and later ones are answered without ranges
    cutother-K         so for the first request, and later ones have another ETag
    random-K           connections end at random bytes, after K on average; a quarter of the answers knows no ranges,
                       a few are 503
    short-K            only the first K bytes, announced as if they were all
    long-K             K bytes more are announced than there are
    chunked            no length
    big                10 GB are announced
    html               status 200 and a web page, whatever was asked for
    garbage            no HTTP at all
    headers            a head that never ends
    silent             nothing, ever
    redirect           a redirect to the same address, for ever
    moved              one redirect to "ok"
    tofile             a redirect to file:///etc/passwd
    goto-PORT          a redirect to the same address under "ok" of http://127.0.0.1:PORT
    host-PORT          so, of http://localhost:PORT
    leak-PORT          a redirect to http://other:secret@127.0.0.1:PORT/status-404/...?token=secret
    auth               only with the credentials user:secret, "ok" then; else 401
    authgoto-PORT      401 without these credentials, with them as goto-PORT
    stall-K            K bytes of a file, and then nothing more
    slow-K             K bytes a second
    zip-BEHAVIOUR      BEHAVIOUR for zips, "ok" for everything else

/counts answers with a JSON object of what happened so far. The log has one line a request, with the user name of its
credentials ("user=-": none).
"""
import argparse
import base64
import email.utils
import hashlib
import json
import os
import posixpath
import random
import re
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

seen = set()
counts = {"requests": 0, "cut": 0, "resumed": 0, "without_ranges": 0, "busy": 0}
lock = threading.Lock()


def first_time(path):
    with lock:
        new = path not in seen
        seen.add(path)
        return new


def count(name):
    with lock:
        counts[name] += 1


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, fmt, *args):
        if self.server.log:
            self.server.log.write("user=%s range=%s %s\n" % (self.user() or "-", self.headers.get("Range", "-")
                                                             if hasattr(self, "headers") else "-", fmt % args))
            self.server.log.flush()

    def user(self):
        kind, _, value = (getattr(self, "headers", None) or {}).get("Authorization", "").partition(" ")
        if kind != "Basic":
            return ""
        return base64.b64decode(value).decode().partition(":")[0]

    def allowed(self):
        return self.headers.get("Authorization") == "Basic " + base64.b64encode(b"user:secret").decode()

    def answer(self, status, body, length=None, kind="application/octet-stream", headers=()):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is None or length >= 0:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def give_up(self):
        self.close_connection = True
        self.connection.close()

    def endless(self):
        self.send_response(200)
        try:
            while not self.server.stop.is_set():
                self.wfile.write(b"X-More: and more\r\n" * 100)
        except OSError:
            pass
        self.give_up()

    def redirect(self, name, rest, number):
        target = {
            "redirect": self.path, "moved": "/ok/" + rest, "tofile": "file:///etc/passwd",
            "goto": f"http://127.0.0.1:{number}/ok/{rest}", "authgoto": f"http://127.0.0.1:{number}/ok/{rest}",
            "host": f"http://localhost:{number}/ok/{rest}",
            "leak": f"http://other:secret@127.0.0.1:{number}/status-404/{rest}?token=secret",
        }[name]
        return self.answer(302, b"", headers=[("Location", target)])

    def without_file(self, name, rest, number):
        """Answers that need no file; False if it is not one of these."""
        if name == "status" or (name == "once" and first_time(self.path)):
            self.answer(number, b"status %d\n" % number, kind="text/plain")
        elif name in ("retry", "retrydate") and first_time(self.path):
            when = email.utils.formatdate(time.time() + number, usegmt=True) if name == "retrydate" else str(number)
            self.answer(503, b"", headers=[("Retry-After", when)])
        elif name == "busy":
            self.answer(429, b"", headers=[("Retry-After", str(number))])
        elif name == "html":
            self.answer(200, b"<!DOCTYPE html><html><body>Please sign in</body></html>", kind="text/html")
        elif name == "garbage":
            self.wfile.write(b"\x00\x01SSH-2.0-not-http\r\n" * 10)
            self.give_up()
        elif name == "headers":
            self.endless()
        elif name == "silent":
            self.server.stop.wait(3600)
            self.give_up()
        elif name in ("auth", "authgoto") and not self.allowed():
            self.answer(401, b"", headers=[("WWW-Authenticate", 'Basic realm="modules"')])
        elif name in ("redirect", "moved", "tofile", "goto", "host", "leak", "authgoto"):
            self.redirect(name, rest, number)
        else:
            return False
        return True

    def slowly(self, body, number):
        self.answer(200, b"", length=len(body))
        for i in range(0, len(body), max(1, number // 10)):
            self.wfile.write(body[i:i + max(1, number // 10)])
            self.wfile.flush()
            time.sleep(0.1)

    def part(self, name, body, number, first):
        """The file, or the part asked for, up to where the connection is to end."""
        start, status, total = 0, 200, len(body)
        etag = '"%s%s"' % (hashlib.sha256(body).hexdigest()[:16], "x" if name == "cutother" and not first else "")
        ranges = not (name == "cutwhole" or (name == "random" and self.server.random.random() < 0.25))
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if asked and ranges and self.headers.get("If-Range", etag) == etag:
            start, status = int(asked[1]), 206
            count("resumed")
        elif asked:
            count("without_ranges")
        headers = [("ETag", etag), ("Last-Modified", "Mon, 02 Jan 2006 15:04:05 GMT"), ("Accept-Ranges", "bytes")]
        if status == 206 and start >= total:
            return self.answer(416, b"", headers=[("Content-Range", f"bytes */{total}")])
        if status == 206:
            headers.append(("Content-Range", f"bytes {start}-{total - 1}/{total}"))
        end = total
        if name == "cut" or (name.startswith("cut") and first):
            end = min(number, total)
        elif name == "random":
            if self.server.random.random() < 0.05:
                count("busy")
                return self.answer(503, b"")
            end = min(total, start + self.server.random.randrange(2 * number))
        self.answer(status, body[start:max(start, end)], length=total - start, headers=headers)
        if end < total:
            count("cut")
            self.give_up()
        return None

    def do_GET(self):
        count("requests")
        path = posixpath.normpath(unquote(urlsplit(self.path).path))
        parts = path.lstrip("/").split("/", 1)
        behaviour, rest = parts[0], parts[1] if len(parts) > 1 else ""
        if behaviour == "counts":
            with lock:
                return self.answer(200, json.dumps(counts).encode(), kind="application/json")
        if behaviour.startswith("zip-"):
            behaviour = behaviour[len("zip-"):] if rest.endswith(".zip") else "ok"
        name, _, number = behaviour.partition("-")
        number = int(number) if number.isdigit() else 0
        if self.without_file(name, rest, number):
            return None
        file = os.path.join(self.server.folder, rest)
        if ".." in rest.split("/") or not os.path.isfile(file):
            return self.answer(404, b"not found\n", kind="text/plain")
        with open(file, "rb") as f:
            body = f.read()
        if name == "short":
            return self.answer(200, body[:number])
        if name in ("long", "big"):
            self.answer(200, body, length=10 ** 10 if name == "big" else len(body) + number)
            return self.give_up()
        if name == "chunked":
            parts = [body[i:i + 5000] for i in range(0, len(body), 5000)] + [b""]
            coded = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts)
            return self.answer(200, coded, length=-1, headers=[("Transfer-Encoding", "chunked")])
        if name == "stall":
            self.answer(200, body[:number], length=len(body))
            self.server.stop.wait(3600)
            return self.give_up()
        if name == "slow":
            return self.slowly(body, number)
        return self.part(name, body, number, first_time(self.path))


def end_with_parent():
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # clients go away in the middle: that is what the tests are about


def main():
    parser = argparse.ArgumentParser(description="a module proxy that misbehaves on request")
    parser.add_argument("folder")
    parser.add_argument("--port-file")
    parser.add_argument("--log")
    parser.add_argument("--tls", metavar="CERT", help="https with this certificate and key, in one file")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    server = Server(("127.0.0.1", 0), Handler)
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.tls)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.folder = os.path.abspath(options.folder)
    server.log = open(options.log, "a") if options.log else None
    server.stop = threading.Event()
    server.random = random.Random(options.seed)
    port = server.server_address[1]
    print(port, flush=True)
    if options.port_file:
        with open(options.port_file + ".new", "w") as f:
            f.write("%d\n" % port)
        os.rename(options.port_file + ".new", options.port_file)
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
