#!/usr/bin/python3
# Tests: src/cli/completion.c src/cli/completion_facts.c
"""What `overflight completion` prints, in the shells themselves."""
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import tempfile
import time
import unittest

from support.case import COMMAND, SOURCE

# A line that was typed, and some of what may stand in place of its last word.
CASES = {
    "overflight ": {"check", "analyze", "zones", "completion", "help"},
    "overflight ana": {"analyze"},
    "overflight zones ": {"list", "show", "validate"},
    "overflight help vol": {"volumes"},
    "overflight zones list --cl": {"--class"},
    "overflight airfields check --geo": {"--geojson"},
    "overflight analyze --zone-edges ": {"lonlat", "geodesic"},
    "overflight analyze --progress js": {"json"},
    "overflight analyze --layers routes,zo": {"routes,zones"},
    "overflight completion f": {"fish"},
    "overflight check pla": {"plan.geojson"},
    "overflight survey --sensor pla": {"plan.geojson"},
}
# The same, and what must not come.
NEVER = {
    "overflight zones list --": {"--jobs", "--layers"},
    "overflight zones ": {"check"},
    "overflight analyze check --al": {"--all"},
}


def script(shell):
    run = subprocess.run([COMMAND, "completion", shell], capture_output=True, encoding="utf-8")
    assert (run.returncode, run.stderr) == (0, ""), run.stderr
    return run.stdout


def options_in_bash():
    """{subcommand: its options}, as the script for bash has them."""
    found = re.findall(r"(?m)^    '([a-z ]+)'\) options='([^']*)'", script("bash"))
    return {name: set(re.findall("--[a-z-]+", options)) for name, options in found}


class Completion(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "plan.geojson").touch()

    def shell(self, *command, text=None):
        run = subprocess.run(command,
                             input=text,
                             capture_output=True,
                             encoding="utf-8",
                             cwd=self.folder,
                             env={
                                 **os.environ, "HOME": str(self.folder),
                                 "XDG_CONFIG_HOME": str(self.folder)
                             })
        self.assertEqual((run.returncode, run.stderr), (0, ""), command)
        return run.stdout

    def judge(self, complete):
        for line, words in CASES.items():
            self.assertLessEqual(words, complete(line), line)
        for line, words in NEVER.items():
            self.assertFalse(words & complete(line), line)

    def test_bash(self):

        def complete(line):
            words = line.split(" ")
            program = (script("bash") + '\nCOMP_WORDS=("$@")\nCOMP_CWORD=$(($# - 1))\n'
                       '_overflight\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
                       # What readline does with -o default.
                       '((${#COMPREPLY[@]})) || compgen -f -- "${@: -1}" || true\n')
            return set(self.shell("bash", "-c", program, "bash", *words).split("\n"))

        self.judge(complete)
        # As bash takes "--zone-edges=geo" apart.
        self.assertIn("geodesic", complete("overflight analyze --zone-edges = geo"))
        self.assertIn("in\\ force", complete("overflight check --status in"))

    @unittest.skipUnless(shutil.which("fish"), "fish is missing")
    def test_fish(self):
        (self.folder / "script").write_text(script("fish"), "utf-8")

        def complete(line):
            printed = self.shell("fish", "--no-config", "-c", 'source script; complete -C $argv[1]',
                                 line)
            return {row.split("\t")[0] for row in printed.splitlines()}

        self.judge(complete)
        described = self.shell("fish", "--no-config", "-c",
                               'source script; complete -C "overflight zones l"')
        self.assertEqual(described, "list\tlist the zones and their restrictions\n")

    @unittest.skipUnless(shutil.which("zsh"), "zsh is missing")
    def test_zsh(self):
        """In a terminal, since zsh completes nowhere else: compadd is replaced by one that says
        what it adds."""
        functions = self.folder / "functions"
        functions.mkdir()
        (functions / "_overflight").write_text(script("zsh"), "utf-8")
        (self.folder / ".zshrc").write_text(
            f"fpath=({functions} $fpath)\nautoload -Uz compinit\ncompinit -u -D\nPS1='> '\n"
            "compadd() {\n    local -a found\n    builtin compadd -O found \"$@\"\n"
            "    print -rC1 -- $found >>added\n    builtin compadd \"$@\"\n}\n"
            "finish() { print done >>added }\nzle -N finish\nbindkey '^F' finish\n"
            "clear-line() { BUFFER='' }\nzle -N clear-line\nbindkey '^G' clear-line\n"
            "print ready >>added\n", "utf-8")
        (self.folder / "added").touch()
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(self.folder)
            os.execvpe(
                "zsh", ["zsh", "-i"], {
                    "HOME": str(self.folder), "ZDOTDIR": str(self.folder), "TERM": "vt100",
                    "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"
                })
        self.addCleanup(os.waitpid, process, 0)
        self.addCleanup(os.close, terminal)

        def wait_for(word):
            end = time.monotonic() + 60
            while time.monotonic() < end:
                if select.select([terminal], [], [], 0.02)[0]:
                    os.read(terminal, 65536)
                rows = (self.folder / "added").read_text("utf-8").splitlines()
                if word in rows:
                    return {row for row in rows if row != word}
            return self.fail(f"zsh has not said '{word}'")

        def complete(line):
            (self.folder / "added").write_text("", "utf-8")
            os.write(terminal, b"\x07" + line.encode() + b"\t\x06")
            added = wait_for("done")
            # Of several words with commas only the last is completed.
            begun = line.split(" ")[-1].rpartition(",")
            return {begun[0] + begun[1] + row.rstrip("=") for row in added}

        wait_for("ready")
        self.judge(complete)

    def test_each_offers_what_the_command_takes(self):
        """The help lists what a subcommand takes (help.py); so must the scripts."""
        offered = options_in_bash()
        texts = pathlib.Path(SOURCE, "src", "cli", "help")
        for name in ("check", "merge", "map", "survey"):
            listed = set(re.findall(r"(?m)^  (?:-\w, |    )(--[a-z-]+)",
                                    (texts / f"{name}.txt").read_text("utf-8")))
            self.assertLessEqual(listed, offered[name], name)
        for shell, option in (("zsh", r"'\*?--([a-z-]+)[=\[]"),
                              ("fish", r"(?m)^complete .* -l ([a-z-]+)")):
            found = {"--" + name for name in re.findall(option, script(shell))}
            self.assertEqual(found, set().union(*offered.values()), shell)

    def test_every_choice_is_taken(self):
        """They are read from the sentence that says what is expected; the command must agree."""
        branches = re.findall(r"(?m)^    (--[a-z-]+)\)\n        words='([^']*)'", script("bash"))
        self.assertGreaterEqual({name for name, _ in branches}, {
            "--zone-edges", "--status", "--joins", "--layers", "--formats", "--progress"
        })
        offered = options_in_bash()
        for option, words in branches:
            name = next(name for name, options in offered.items() if option in options)
            for word in words.split("\n"):
                run = subprocess.run([COMMAND, *name.split(), option, word, "--help"],
                                     capture_output=True,
                                     encoding="utf-8")
                self.assertEqual((run.returncode, run.stderr), (0, ""), (option, word))

    def test_what_is_no_shell_is_refused(self):
        for words, found in ((["tcsh"], "'tcsh'"), ([], "nothing"),
                             (["bash", "zsh"], "more than one word")):
            run = subprocess.run([COMMAND, "completion", *words],
                                 capture_output=True,
                                 encoding="utf-8")
            self.assertEqual((run.returncode, run.stdout), (2, ""))
            self.assertIn("zsh", run.stderr)
            self.assertIn(found, run.stderr)


if __name__ == "__main__":
    unittest.main()
