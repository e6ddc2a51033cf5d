#!/usr/bin/env python3
"""A checksum database as a folder of files, and the vectors of the unit tests. Standard library alone.

    fake_sumdb.py FOLDER NAME [--before N] [--after N] [--seed S] [--salt TEXT] < LINES

LINES are "go1.50.4.linux-amd64 h1:..." of toolchains. Writes FOLDER/sumdb/NAME/{supported,latest,lookup/...,tile/...}, which
any file server then serves as a module proxy that passes the database on, and prints the database's key, NAME+HASH+KEY, for
$GOSUMDB. The log holds --before records of other modules, the toolchains', and --after more; --salt changes the text of
those before (another history), --seed the key.

    fake_sumdb.py --vectors

prints what tests/unit/test_tlog.c and test_signed_note.c expect: roots by the recursive definition of RFC 6962, section
2.1, and signatures by the formulas of RFC 8032, section 5.1, written down here once more and sharing nothing with harness/.
"""
import argparse
import base64
import hashlib
import os
import sys

sha256 = lambda data: hashlib.sha256(data).digest()
b64 = lambda data: base64.b64encode(data).decode()

# ---- Ed25519: the curve -x^2 + y^2 = 1 + d x^2 y^2 over the integers modulo P ----
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point_add(a, b):
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    inverse = pow(1 - t * t, -1, P)  # of (1 + t)(1 - t), for both
    x = (x1 * y2 + x2 * y1) * (1 - t) * inverse % P
    y = (y1 * y2 + x1 * x2) * (1 + t) * inverse % P
    return x, y


def point_times(n, a):
    total = (0, 1)
    while n:
        if n & 1:
            total = point_add(total, a)
        a = point_add(a, a)
        n >>= 1
    return total


def base_point():
    y = 4 * pow(5, P - 2, P) % P
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    return (x if x % 2 == 0 else P - x), y


BASE = base_point()


def point_bytes(a):
    return (a[1] | (a[0] & 1) << 255).to_bytes(32, "little")


def secret_parts(seed):
    h = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(h[:32], "little") & ~7 & ((1 << 254) - 1) | 1 << 254
    return scalar, h[32:]


def ed25519_public(seed):
    return point_bytes(point_times(secret_parts(seed)[0], BASE))


def ed25519_sign(seed, message):
    scalar, prefix = secret_parts(seed)
    number = lambda *parts: int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % ORDER
    r = number(prefix, message)
    big_r = point_bytes(point_times(r, BASE))
    k = number(big_r, ed25519_public(seed), message)
    return big_r + ((r + k * scalar) % ORDER).to_bytes(32, "little")


# ---- signed notes ----
def key_hash(name, seed):
    return sha256(name.encode() + b"\n\x01" + ed25519_public(seed))[:4]


def verifier_key(name, seed):
    return f"{name}+{key_hash(name, seed).hex()}+{b64(bytes([1]) + ed25519_public(seed))}"


def sign_note(name, seed, text):
    return f"{text}\n\u2014 {name} {b64(key_hash(name, seed) + ed25519_sign(seed, text.encode()))}\n"


# ---- the log ----
leaf_hash = lambda record: sha256(b"\0" + record)


def root_hash(leaves):
    """MTH of RFC 6962, as it is written there."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\1" + root_hash(leaves[:k]) + root_hash(leaves[k:]))


def tree_text(leaves):
    return f"go.sum database tree\n{len(leaves)}\n{b64(root_hash(leaves))}\n"


def tiles(leaves):
    """Every tile: its path and its bytes."""
    level = 0
    while leaves:
        for start in range(0, len(leaves), 256):
            part = leaves[start:start + 256]
            digits = "%03d" % (start // 256 % 1000)
            n = start // 256 // 1000
            while n:
                digits = "x%03d/%s" % (n % 1000, digits)
                n //= 1000
            yield f"tile/8/{level}/{digits}" + ("" if len(part) == 256 else f".p/{len(part)}"), b"".join(part)
        whole = len(leaves) // 256 * 256
        leaves = [root_hash(leaves[i:i + 256]) for i in range(0, whole, 256)]
        level += 1


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())


def make_folder(options):
    seed = bytes([options.seed]) * 32
    folder = os.path.join(options.folder, "sumdb", options.name)
    records = [f"example.test/m{i} v1.0.0 {options.salt}\n" for i in range(options.before)]
    names = {}
    for line in sys.stdin:
        name, digest = line.split()
        names[len(records)] = name
        module, other = f"golang.org/toolchain v0.0.1-{name}", b64(sha256(name.encode()))
        records.append(f"{module} {digest}\n{module}/go.mod h1:{other}\n")
    records += [f"example.test/n{i} v1.0.0 after\n" for i in range(options.after)]
    leaves = [leaf_hash(r.encode()) for r in records]
    head = sign_note(options.name, seed, tree_text(leaves))
    write(os.path.join(folder, "supported"), "")
    write(os.path.join(folder, "latest"), head)
    for number, name in names.items():
        write(os.path.join(folder, "lookup", "golang.org", f"toolchain@v0.0.1-{name}"), f"{number}\n{records[number]}\n{head}")
    for path, data in tiles(leaves):
        write(os.path.join(folder, path), data)
    print(verifier_key(options.name, seed))


def print_vectors():
    leaves = [leaf_hash(b"record %d\n" % i) for i in range(70000)]
    for size in (0, 1, 2, 3, 7, 255, 256, 257, 1000, 65536, 65537, 70000):
        print("root", size, root_hash(leaves[:size]).hex())
    for path, data in tiles(leaves):
        if path in ("tile/8/0/000", "tile/8/0/273.p/112", "tile/8/1/001.p/17", "tile/8/2/000.p/1"):
            print(path, sha256(data).hex())
    seed = bytes(range(32))
    print(verifier_key("db.test", seed))
    print(sign_note("db.test", seed, tree_text(leaves[:1000])), end="")


def main():
    parser = argparse.ArgumentParser(description="a checksum database as a folder of files")
    parser.add_argument("folder", nargs="?")
    parser.add_argument("name", nargs="?", default="db.test")
    parser.add_argument("--vectors", action="store_true")
    parser.add_argument("--before", type=int, default=0)
    parser.add_argument("--after", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--salt", default="before")
    options = parser.parse_args()
    if options.vectors:
        print_vectors()
    elif options.folder:
        make_folder(options)
    else:
        parser.error("which folder?")


if __name__ == "__main__":
    main()
