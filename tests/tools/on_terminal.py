#!/usr/bin/env python3
"""Runs a command on a terminal of its own, of a given size.

on_terminal.py [--width N] [--height N] [--resize N] [--log FILE] [--stdout FILE] COMMAND ...
    prints what the terminal got; --resize makes it that wide after the first output; --log writes each piece with its time;
    --stdout sends standard output there, so that the terminal is standard error alone
on_terminal.py --check WIDTHS COMMAND ...
    runs it at each of the widths ("20,40,80") and prints a line for each line that is wider, and for each control sequence that is
    no colour; nothing when all is well
"""
import argparse
import fcntl
import os
import pty
import re
import struct
import sys
import termios
import time
import unicodedata


def columns(text):
    """Display columns: wide characters take two, combining ones none."""
    total = 0
    for c in text:
        if unicodedata.category(c) in ("Mn", "Me", "Cf"):
            continue
        total += 2 if unicodedata.east_asian_width(c) in "WF" else 1
    return total


def resize(fd, width, height):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))


def run(command, width, height, second=0, log=None, stdout=None):
    """What the terminal got, as bytes, and the exit code."""
    pid, fd = pty.fork()
    if pid == 0:
        resize(0, width, height)
        if stdout:
            os.dup2(os.open(stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 1)
        os.execvp(command[0], command)
    got, begun = b"", time.monotonic()
    try:
        while chunk := os.read(fd, 65536):
            if second and not got:
                resize(fd, second, height)
            got += chunk
            if log:
                log.write(f"{time.monotonic() - begun:.3f}\t{chunk!r}\n")
    except OSError:  # the other side is closed
        pass
    os.close(fd)
    return got, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def problems(text, width):
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = re.sub(r"\x1b\[[0-9;]*m", "", line)
        if any(unicodedata.category(c) == "Cc" for c in bare):
            yield f"control characters: {bare!r}"
        elif columns(bare) > width:
            yield f"{columns(bare)} columns: {bare!r}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--width", type=int, default=80)
    parser.add_argument("--height", type=int, default=50)
    parser.add_argument("--resize", type=int, default=0)
    parser.add_argument("--log")
    parser.add_argument("--stdout")
    parser.add_argument("--check")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    a = parser.parse_args()
    if a.check:
        for width in map(int, a.check.split(",")):
            got, _ = run(a.command, width, a.height)
            if not got.strip():
                print(f"at {width}: nothing was printed")
            for what in problems(got.decode(errors="replace"), width):
                print(f"at {width}: {what}")
        return 0
    log = open(a.log, "w", encoding="utf-8") if a.log else None
    got, code = run(a.command, a.width, a.height, a.resize, log, a.stdout)
    sys.stdout.buffer.write(got)
    return code


if __name__ == "__main__":
    sys.exit(main())
