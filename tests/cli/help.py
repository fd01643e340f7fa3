#!/usr/bin/python3
# Tests: src/cli/help.c src/cli/option_table.c src/cli/subcommands.c
"""The help of each subcommand, and the manual pages that are made of the same texts."""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from support.case import COMMAND, SOURCE

TEXTS = {
    path.stem: path.read_text("utf-8")
    for path in sorted(pathlib.Path(SOURCE, "src", "cli", "help").glob("*.txt"))
}
SECOND_WORDS = {
    "rules": ("list", "show", "validate"),
    "zones": ("list", "show", "validate"),
    "airfields": ("list", "show", "check"),
    "sensors": ("list", "show", "validate")
}
SUBCOMMANDS = ("check", "analyze", "merge", "survey", "map", "inspect", "convert", "completion",
               *SECOND_WORDS)
# Texts about a part of what a subcommand does, which are none themselves.
TOPICS = ("coverage", "flights", "formats", "heights", "points", "safety", "suggestions", "sweep",
          "tables", "volumes")
# Those with options that the subcommand's own text has no room for.
PARTS = {
    "analyze": ("coverage", "flights", "points", "safety", "tables"),
    "check": ("sweep", "formats", "flights", "points", "safety", "tables"),
    "convert": ("flights", "points", "tables"),
    "inspect": ("flights", "points", "tables")
}
# A value for each option that takes one.
VALUES = {
    "--zones": "x",
    "--bbox": "5,45,15,55",
    "--class": "D",
    "--at": "2026-06-18",
    "--zone-edges": "lonlat",
    "--zone-id": "x",
    "--long-edges": None,
    "--crs": "EPSG:4326",
    "--route-id": "x",
    "--where": "x",
    "--input-format": "gpx",
    "--columns": "lon=x,lat=y",
    "--flight-id": "x",
    "--gap": "30",
    "--gap-km": "500",
    "--max-speed": "4000",
    "--keep-all": None,
    "--search-km": "1",
    "--rules": "x",
    "--compare": "x,y",
    "--sweep": "max_distance_km=1:2:1",
    "--date": "2015-06-18",
    "--against": "x",
    "--route": "x",
    "--points": "x",
    "--suggest": "x",
    "--clearance": "5",
    "--margin": "5",
    "--sensor": "x",
    "--swath-km": "5",
    "--height": "5",
    "--dem": "x",
    "--flat": None,
    "--qnh": "1005:1020",
    "--temperature": "-5:10",
    "--joins": "round",
    "--observe-within": "x",
    "--max-turn": "5",
    "--max-bank": "5",
    "--cell": "5",
    "--bin": "1h",
    "--layers": "routes",
    "--formats": "csv",
    "--output": "x",
    "--shard": "1/2",
    "--jobs": "1",
    "--progress": "none",
    "--zone": "x",
    "--max-distance": "5",
    "--max-inside": "1",
    "--coverage": "90%",
    "--no-crossing": None,
    "--avoid": "x",
    "--turn-radius": "1",
    "--bank": "20",
    "--speed": "400",
    "--off-in-turns": None,
    "--start": "x",
    "--from": "x",
    "--to": "x",
    "--direction": "5",
    "--seconds": "1",
    "--rounds": "1",
    "--seed": "1",
    "--png": "x",
    "--size": "1600x1000",
    "--skip-invalid": None,
    "--allow-references": None,
    "--csv-safe": None,
    "--limits": None,
    "--status": "in force",
    "--strict": None,
    "--all": None,
    "--legs": None,
    "--force": None,
    "--resume": None,
    "--line-buffered": None,
    "--json": None,
    "--geojson": None,
    "--quiet": None
}


def overflight(*arguments):
    return subprocess.run([COMMAND, *arguments], capture_output=True, encoding="utf-8")


def options_of(text):
    """The long options that have a line of their own."""
    return set(re.findall(r"^  (?:-\w, |    )(--[a-z-]+)", text, re.M)) - {"--help", "--version"}


class Help(unittest.TestCase):
    def test_every_text_is_printed(self):
        self.assertEqual(set(TEXTS), {"overflight", *TOPICS, *SUBCOMMANDS})
        for name, text in TEXTS.items():
            ways = [["help", name], [name, "--help"], [name, "-h"]]
            if name == "overflight":
                ways = [["--help"], ["-h"], ["help"], ["help", "--help"]]
            elif name in TOPICS:
                ways = [["help", name]]
            ways += [[name, word, "--help"] for word in SECOND_WORDS.get(name, ())]
            for way in ways:
                run = overflight(*way)
                self.assertEqual((run.returncode, run.stdout, run.stderr), (0, text, ""), way)

    def test_each_fits_a_screen(self):
        for name, text in TEXTS.items():
            lines = text.split("\n")[:-1]
            self.assertTrue(24 <= len(lines) <= 60, f"{name}: {len(lines)} lines")
            self.assertLessEqual(max(map(len, lines)), 80, name)
            self.assertTrue(text.isascii(), name)

    def test_each_has_examples_and_statuses(self):
        for name, text in TEXTS.items():
            examples = re.search(r"^Examples:\n((?:  .*\n)+)", text, re.M)
            self.assertIsNotNone(examples, name)
            commands = examples[1].count("\n")
            self.assertTrue(2 <= commands <= 4, f"{name}: {commands} examples")
            self.assertEqual(examples[1].count("overflight "), commands, name)
            if name not in TOPICS:
                self.assertRegex(text, r"(?m)^Exit status:\n  0 ")
        for status in ("0", "1", "2", "3", "128+N"):
            self.assertRegex(TEXTS["overflight"], rf"(?m)^  {re.escape(status)} ")

    def test_options_are_aligned(self):
        for name, text in TEXTS.items():
            columns = {
                match.end()
                for match in re.finditer(r"(?m)^(?:  -\w, |      )--[a-z-]+(?: \S+)? {2,}(?=\S)",
                                         text)
            }
            starts = [text.rfind("\n", 0, end) + 1 for end in columns]
            self.assertEqual(len({end - start for end, start in zip(columns, starts)}), 1, name)

    def test_examples_have_options_that_are_taken(self):
        """Those of the texts with files are not run here; but they must be understood."""
        count = 0
        for name, text in TEXTS.items():
            for line in re.findall(r"^  (?:.*\| |.*; do )?(overflight .*)$", text, re.M):
                used = set(re.findall(r"(?<=\s)--[a-z-]+", line))
                topic = line.split()[1]
                known = options_of("".join(TEXTS.get(part, "")
                                           for part in (topic, *PARTS.get(topic, ()))))
                self.assertLessEqual(used, known, line)
                count += len(used)
        self.assertGreater(count, 20)

    def test_each_takes_the_options_that_it_lists_and_no_others(self):
        self.assertEqual(set(VALUES), set().union(*map(options_of, TEXTS.values())))
        words = [(name, word) for name in SUBCOMMANDS for word in SECOND_WORDS.get(name, ("",))]
        cases = [(name, word, option) for name, word in words for option in VALUES]

        def is_taken(case):
            name, word, option = case
            value = VALUES[option]
            run = overflight(*filter(None, (name, word, option, value)), "--help")
            if run.returncode != 0:
                self.assertEqual(run.returncode, 2, run.stderr)
                self.assertIn(f"unknown option '{option}'", run.stderr)
            return run.returncode == 0

        taken = {name: set() for name in SUBCOMMANDS}
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for (name, _, option), answer in zip(cases, pool.map(is_taken, cases), strict=True):
                if answer:
                    taken[name].add(option)
        for name in SUBCOMMANDS:
            listed = options_of("".join(TEXTS[part] for part in (name, *PARTS.get(name, ()))))
            self.assertTrue(listed or name == "completion", name)
            self.assertEqual(taken[name], listed, name)

    def test_an_old_name_is_hinted_at_once(self):
        for arguments, hint in (
                (["plan", "--help"], "'plan' is now called 'survey'"),
                (["help", "plan"], "'plan' is now called 'survey'"),
                (["check", "--plan", "x", "--plan=y", "--help"],
                 "'--plan' is now called '--against'")):
            run = overflight(*arguments)
            self.assertEqual((run.returncode, run.stderr), (0, f"overflight: {hint}\n"), arguments)
        for arguments in (["pln"], ["survey", "--plan", "x"], ["analyze", "--plan", "x"]):
            run = overflight(*arguments)
            self.assertEqual(run.returncode, 2)
            self.assertNotIn("'plan'", run.stderr)


class Manual(unittest.TestCase):
    folder = pathlib.Path(os.environ["OVERFLIGHT_BUILD"]) / "share" / "man" / "man1"

    def pages(self):
        return {path.stem: path.read_text("utf-8") for path in sorted(self.folder.glob("*.1"))}

    def test_there_is_one_for_each_text(self):
        names = {"overflight" if name == "overflight" else "overflight-" + name for name in TEXTS}
        self.assertEqual(set(self.pages()), names)

    def test_each_has_its_sections_and_options(self):
        for name, page in self.pages().items():
            sections = re.findall(r"(?m)^\.SH (.+)$", page)
            self.assertEqual(sections[:3],
                             ["NAME", "SYNOPSIS", "DESCRIPTION"] if name.partition("-")[2]
                             not in SECOND_WORDS else ["NAME", "SYNOPSIS", "VERBS"],
                             name)
            self.assertIn("EXAMPLES", sections)
            self.assertEqual(sections[-1], "SEE ALSO")
            text = TEXTS[name.partition("-")[2] or name]
            section = page.partition(".SH OPTIONS\n")[2].partition(".SH ")[0].replace("\\-", "-")
            found = set(re.findall(r"(?m)^\.B (?:-\w, )?(--[a-z-]+)", section))
            self.assertEqual(found - {"--help", "--version"}, options_of(text), name)
        for name in SUBCOMMANDS:
            self.assertIn(f".BR overflight\\-{name} (1)", self.pages()["overflight"])

    @unittest.skipUnless(shutil.which("groff") and shutil.which("man"), "groff or man is missing")
    def test_groff_and_man_have_nothing_to_say(self):
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "80"}
        for path in sorted(self.folder.glob("*.1")):
            for command in (["groff", "-man", "-ww", "-b", "-Tutf8", path],
                            ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", path]):
                run = subprocess.run(command,
                                     capture_output=True,
                                     encoding="utf-8",
                                     env=environment)
                self.assertEqual((run.returncode, run.stderr), (0, ""), path)
            shown = subprocess.run(["man", "-l", path],
                                   capture_output=True,
                                   encoding="utf-8",
                                   env=environment)
            words = re.sub(r".\x08", "", shown.stdout)
            words = " ".join(words.split())
            for part in (f"NAME {path.stem} - ", "SYNOPSIS overflight ", "SEE ALSO overflight"):
                self.assertIn(part, words)


if __name__ == "__main__":
    unittest.main()
