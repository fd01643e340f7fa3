"""What the packages say of the project: licences, changes, and who maintains it."""
import email.utils
import fnmatch
import os
import pathlib
import re
import subprocess
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent


def stanzas(homepage=""):
    """Those of the file copyright, each with its fields; the texts of licences are filled in."""
    text = (HERE / "copyright").read_text("utf-8").replace("@HOMEPAGE@", homepage)
    for licence in set(re.findall(r"(?m)^@([\w.-]+)@$", text)):
        if licence == "Expat":
            words = (TOP / "LICENSE").read_text("utf-8").partition("\n\n")[2]
            words = words.partition("\n\n")[2].rpartition("\n\nThis licence is for the code")[0]
        else:
            words = (HERE / "licences" / f"{licence}.txt").read_text("utf-8").strip()
        lines = (" " + (line.strip() and line or ".") for line in words.split("\n"))
        text = text.replace(f"@{licence}@", "\n".join(lines))
    return text


def licence_of(path):
    """(licence, holders) of a file of the source: the last stanza that names it counts."""
    found = None
    for stanza in stanzas().split("\n\n"):
        fields = dict(re.findall(r"(?ms)^([\w-]+):(.*?)(?=^\S|\Z)", stanza))
        patterns = fields.get("Files", "").split()
        if any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns):
            holders = [line.strip() for line in fields["Copyright"].strip().split("\n")]
            found = fields["License"].split()[0], holders
    return found


def epoch():
    """Of the last change, so that the same source gives the same packages."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    said = subprocess.run(["git", "-C", str(TOP), "log", "-1", "--format=%ct"],
                          stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL,
                          encoding="utf-8")
    if said.returncode == 0 and said.stdout.strip():
        return int(said.stdout)
    return int((TOP / ".github" / "CHANGELOG.md").stat().st_mtime)


def changelog(maintainer):
    """Debian's form of .github/CHANGELOG.md."""
    text = (TOP / ".github" / "CHANGELOG.md").read_text("utf-8")
    entries = []
    for heading, body in re.findall(r"(?ms)^## (.+?)\n(.*?)(?=^## |\Z)", text):
        version, _, state = heading.partition(",")
        lines = []
        for item in re.split(r"\n(?=[-#])|\n\n+", body.strip()):
            words = " ".join(item.split())
            if words.startswith("### "):
                lines.append(f"  [ {words[4:]} ]")
            elif words.startswith("- "):
                lines.append(textwrap.fill("* " + words[2:], 78, initial_indent="  ",
                                           subsequent_indent="    ", break_on_hyphens=False))
            elif words:
                lines.append(textwrap.fill(words, 78, initial_indent="  ", subsequent_indent="  "))
        distribution = "UNRELEASED" if "not yet released" in state else "unstable"
        entries.append(f"overflight ({version}) {distribution}; urgency=medium\n\n" +
                       "\n".join(lines) +
                       f"\n\n -- {maintainer}  {email.utils.formatdate(epoch())}\n")
    return "\n".join(entries)
