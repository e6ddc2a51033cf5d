#!/usr/bin/env python3
"""A module proxy that misbehaves on request, for the command-line tests.

    tests/tools/server.py [--port-file FILE] [--log FILE] FOLDER

Serves FOLDER on the loopback interface and prints its port (and writes it to FILE, renamed into place). The first part
of an address chooses the behaviour for what follows it, http://127.0.0.1:PORT/BEHAVIOUR/golang.org/toolchain/@v/list:

    ok                 as it should be
    status-N           every answer has HTTP status N (404, 410, 500, 503, ...)
    once-N             the first request for each file is answered with status N, later ones properly
    cut-K              the connection ends after K bytes of a file, its full length announced
    cutonce-K          so for the first request of each file only
    short-K            only the first K bytes, announced as if they were all
    html               status 200 and a web page, whatever was asked for
    redirect           a redirect to the same address, for ever
    moved              one redirect to "ok"
    tofile             a redirect to file:///etc/passwd
    stall-K            K bytes of a file, and then nothing more
    slow-K             K bytes a second
    zip-BEHAVIOUR      BEHAVIOUR for zips, "ok" for everything else
"""
import argparse
import os
import posixpath
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

seen = set()
seen_lock = threading.Lock()


def first_time(path):
    with seen_lock:
        new = path not in seen
        seen.add(path)
        return new


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, fmt, *args):
        if self.server.log:
            self.server.log.write("%s\n" % (fmt % args))
            self.server.log.flush()

    def answer(self, status, body, length=None, kind="application/octet-stream", headers=()):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def give_up(self):
        self.close_connection = True
        self.connection.close()

    def do_GET(self):
        path = posixpath.normpath(unquote(urlsplit(self.path).path))
        parts = path.lstrip("/").split("/", 1)
        behaviour, rest = parts[0], parts[1] if len(parts) > 1 else ""
        if behaviour.startswith("zip-"):
            behaviour = behaviour[len("zip-"):] if rest.endswith(".zip") else "ok"
        name, _, number = behaviour.partition("-")
        number = int(number) if number.isdigit() else 0
        if name == "status" or (name == "once" and first_time(self.path)):
            return self.answer(number, b"status %d\n" % number, kind="text/plain")
        if name == "html":
            return self.answer(200, b"<!DOCTYPE html><html><body>Please sign in</body></html>", kind="text/html")
        if name in ("redirect", "moved", "tofile"):
            target = {"redirect": self.path, "moved": "/ok/" + rest, "tofile": "file:///etc/passwd"}[name]
            return self.answer(302, b"", headers=[("Location", target)])
        file = os.path.join(self.server.folder, rest)
        if ".." in rest.split("/") or not os.path.isfile(file):
            return self.answer(404, b"not found\n", kind="text/plain")
        with open(file, "rb") as f:
            body = f.read()
        if name == "short":
            return self.answer(200, body[:number])
        if name == "cut" or (name == "cutonce" and first_time(self.path)):
            self.answer(200, body[:number], length=len(body))
            return self.give_up()
        if name == "stall":
            self.answer(200, body[:number], length=len(body))
            self.server.stop.wait(3600)
            return self.give_up()
        if name == "slow":
            self.answer(200, b"", length=len(body))
            for i in range(0, len(body), max(1, number // 10)):
                self.wfile.write(body[i:i + max(1, number // 10)])
                self.wfile.flush()
                time.sleep(0.1)
            return None
        return self.answer(200, body)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # clients go away in the middle: that is what the tests are about


def main():
    parser = argparse.ArgumentParser(description="a module proxy that misbehaves on request")
    parser.add_argument("folder")
    parser.add_argument("--port-file")
    parser.add_argument("--log")
    options = parser.parse_args()
    server = Server(("127.0.0.1", 0), Handler)
    server.folder = os.path.abspath(options.folder)
    server.log = open(options.log, "a") if options.log else None
    server.stop = threading.Event()
    port = server.server_address[1]
    print(port, flush=True)
    if options.port_file:
        with open(options.port_file + ".new", "w") as f:
            f.write("%d\n" % port)
        os.rename(options.port_file + ".new", options.port_file)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
