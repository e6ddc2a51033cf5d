"""Lines of TAP: ok, is_equal, none (a list of problems that must be empty); finish() prints the plan and is the exit status."""
count = failures = 0


def ok(good, name, detail=""):
    global count, failures
    count += 1
    failures += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}".replace("#", "\\#"), flush=True)
    if not good:
        for line in str(detail).splitlines()[:20]:
            print("# " + line[:400].encode("ascii", "backslashreplace").decode(), flush=True)
    return good


def is_equal(got, wanted, name):
    return ok(got == wanted, name, f"got:    {got!r}\nwanted: {wanted!r}")


def none(problems, name):
    problems = list(problems)
    return ok(not problems, name, "\n".join([f"{len(problems)}:", *map(str, problems)]))


def skip(name, why):
    global count
    count += 1
    print(f"ok {count} - {name} # SKIP {why}", flush=True)


def finish():
    print(f"1..{count}", flush=True)
    return 1 if failures else 0
