#!/usr/bin/env python3
"""A web proxy on the loopback interface, for the tests: CONNECT for https, whole addresses for http.

    tests/tools/web_proxy.py --port-file FILE --log FILE [--user NAME:PASSWORD]

Writes its port to the file. The log has one line a request, "CONNECT host:port" or "GET http://...", with the user name
of the credentials it came with. With --user, whoever does not give these is answered with 407.
"""
import argparse
import base64
import http.client
import os
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, fmt, *args):
        pass

    def admit(self):
        given = self.headers.get("Proxy-Authorization", "")
        name = base64.b64decode(given.partition(" ")[2]).decode().partition(":")[0] if given else "-"
        self.server.log.write(f"user={name} {self.command} {self.path}\n")
        self.server.log.flush()
        if not self.server.user or given == "Basic " + base64.b64encode(self.server.user.encode()).decode():
            return True
        self.send_response(407)
        self.send_header("Proxy-Authenticate", 'Basic realm="proxy"')
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def do_CONNECT(self):
        if not self.admit():
            return
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port))) as far:
            self.send_response(200)
            self.end_headers()
            back = threading.Thread(target=pour, args=(far, self.connection), daemon=True)
            back.start()
            pour(self.connection, far)
            back.join()
        self.close_connection = True

    def do_GET(self):
        if not self.admit():
            return
        url = urlsplit(self.path)
        far = http.client.HTTPConnection(url.hostname, url.port or 80)
        keep = {k: v for k, v in self.headers.items() if not k.lower().startswith("proxy-")}
        far.request("GET", url.path, headers=keep)
        answer = far.getresponse()
        body = answer.read()
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def pour(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def end_with_parent():
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


def main():
    parser = argparse.ArgumentParser(description="a web proxy for tests")
    parser.add_argument("--port-file", required=True)
    parser.add_argument("--log", required=True)
    parser.add_argument("--user")
    options = parser.parse_args()
    server = Server(("127.0.0.1", 0), Handler)
    server.log = open(options.log, "a")
    server.user = options.user
    with open(options.port_file + ".new", "w") as f:
        f.write("%d\n" % server.server_address[1])
    os.rename(options.port_file + ".new", options.port_file)
    threading.Thread(target=end_with_parent, daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
