#!/usr/bin/env python3
"""Types into a real interactive shell and says what its completion made of the line.

    complete.py bash|zsh|fish SCRIPT LINE...

SCRIPT is what `goalloc help --format SHELL` printed. In a LINE, <tab> is the key, and <all> asks for all that could stand there
(bash: insert-completions, zsh: _all_matches, fish: complete -C). For every LINE one line is printed: what stood on the command line
afterwards. PATH must lead to goalloc.
"""
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

DEADLINE = 30.0  # seconds for a shell to answer: only a broken one needs them

BASH = r"""
PS1='ready> '
set +o history
bind 'set bell-style none'
bind 'set show-all-if-ambiguous off'
bind 'set completion-query-items 0'
bind 'set enable-bracketed-paste off'
bind '"\C-xa": insert-completions'
told() { printf '%s\n' "$READLINE_LINE" >"$TOLD.new"; mv "$TOLD.new" "$TOLD"; READLINE_LINE=''; READLINE_POINT=0; }
bind -x '"\C-xp": told'
source "$SCRIPT"
: >"$TOLD.ready"
"""
ZSH = r"""
PS1='ready> '
unsetopt automenu beep zle_bracketed_paste 2>/dev/null
fpath=("${SCRIPT:h}" $fpath)
autoload -Uz compinit && compinit -u -D
zstyle ':completion:*' menu no
zstyle ':completion:*' list-prompt ''
LISTMAX=0
zle -C all-matches complete-word _generic
zstyle ':completion:all-matches:*' completer _all_matches _complete
zstyle ':completion:all-matches:*' insert yes
bindkey '^Xa' all-matches
told() { print -r -- "$BUFFER" >"$TOLD.new"; mv "$TOLD.new" "$TOLD"; BUFFER=''; }
zle -N told
bindkey '^Xp' told
bindkey '^I' complete-word
: >"$TOLD.ready"
"""


class Shell:
    """An interactive shell on a terminal of its own; use as a context."""

    def __init__(self, name, script):
        self.folder = tempfile.mkdtemp()
        self.told = os.path.join(self.folder, "told")
        # zsh finds a completion by the name of its file
        self.script = os.path.join(self.folder, "_goalloc")
        shutil.copy(script, self.script)
        env = dict(os.environ, TERM="xterm", TOLD=self.told, SCRIPT=self.script, ZDOTDIR=self.folder, HOME=self.folder,
                   COLUMNS="200", LINES="50")
        env.pop("PROMPT_COMMAND", None)
        rc = os.path.join(self.folder, "rc" if name == "bash" else ".zshrc")
        with open(rc, "w", encoding="utf-8") as f:
            f.write(BASH if name == "bash" else ZSH)
        argv = ["bash", "--noprofile", "--rcfile", rc, "-i"] if name == "bash" else ["zsh", "-d", "-i"]
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(argv[0], argv, env)
        self.seen = b""
        self.wait(self.told + ".ready")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.fd)
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.pid, 0)
        shutil.rmtree(self.folder, ignore_errors=True)

    def wait(self, path):
        """Reads what the shell prints until `path` is there."""
        end = time.monotonic() + DEADLINE
        while not os.path.exists(path):
            if time.monotonic() > end:
                sys.exit(f"complete.py: the shell does not answer; it printed:\n{self.seen.decode(errors='replace')}")
            if select.select([self.fd], [], [], 0.05)[0]:
                try:
                    self.seen += os.read(self.fd, 65536)
                except OSError:
                    sys.exit(f"complete.py: the shell ended; it printed:\n{self.seen.decode(errors='replace')}")

    def complete(self, line):
        keys = line.replace("<tab>", "\t").replace("<all>", "\x18a") + "\x18p"
        os.write(self.fd, keys.encode())
        self.wait(self.told)
        with open(self.told, encoding="utf-8") as f:
            text = f.read().rstrip("\n")
        os.unlink(self.told)
        return text


def fish(script, line):
    """fish has its engine as a builtin: all that could stand there; with <tab>, the line if there is only one."""
    typed = line.replace("<tab>", "").replace("<all>", "")
    code = 'source $argv[1]; complete -C $argv[2]'
    with tempfile.TemporaryDirectory() as home:
        env = dict(os.environ, HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home)
        done = subprocess.run(["fish", "--no-config", "-c", code, script, typed], env=env, capture_output=True, text=True,
                              check=False, timeout=DEADLINE)
    if done.stderr:
        sys.exit(f"complete.py: fish says: {done.stderr}")
    words = [w.split("\t")[0] for w in done.stdout.splitlines()]
    head = typed[:typed.rfind(" ") + 1]
    if "<all>" in line:
        return head + " ".join(words)
    return head + words[0] + " " if len(words) == 1 else typed


def main():
    shell, script, lines = sys.argv[1], sys.argv[2], sys.argv[3:]
    if shell == "fish":
        for line in lines:
            print(fish(script, line))
        return
    with Shell(shell, script) as s:
        for line in lines:
            print(s.complete(line))


main()
