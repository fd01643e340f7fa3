#!/usr/bin/python3
# Tests: src/analysis/meet/*.c src/geodesy/*.c
"""The command against truths that were made by programs which share nothing with it.

Always against truth/, the project's own; and against a larger one beside the project where there is
one (OVERFLIGHT_TRUTH names its folder, or it is ../shared/oracle)."""
import os
import sys

from support.comparison import Comparison

# What must have been compared; fewer would mean that something was lost in silence.
LEAST = {
    "pairs": 788, "lengths": 740, "crossings": 1474, "passages": 855, "nearest": 56, "routes": 311
}
HERE = os.path.dirname(os.path.abspath(__file__))


def report(folder, least, backwards=False):
    """Says what was compared; returns how many things are wrong."""
    done = Comparison(folder, backwards)
    name = os.path.basename(os.path.abspath(folder)) + (", backwards" if backwards else "")
    wrong = {key: words for key, words in done.wrong.items() if key not in done.known}
    print(
        f"{name}: {', '.join(f'{count} {what}' for what, count in done.counts.items())};"
        " greatest differences in metres:",
        {what: float(f"{value:.2g}")
         for what, value in done.worst.items()})
    for what, count in least.items():
        if done.counts[what] < count:
            wrong[what,] = [f"only {done.counts[what]} {what} were compared, expected {count}"]
    for key, row in done.known.items():
        if key in done.wrong:
            print("known to fail:", *key, "-", row["why"], "-", done.wrong[key][0])
        else:
            wrong[key] = ["is right, and known-failures.csv says that it fails: take it out there"]
    for key, words in list(wrong.items())[:20]:
        print("wrong:", *key, "-", "; ".join(words))
    print(f"{name}: {len(wrong)} wrong, {len(done.known)} known to fail")
    return len(wrong)


def larger(name):
    """The folder beside the project that has such a file, or None."""
    beside = os.path.join(os.environ["OVERFLIGHT_SOURCE"], "..", "shared", "oracle")
    folder = os.environ.get("OVERFLIGHT_TRUTH", beside)
    return os.path.normpath(folder) if os.path.exists(os.path.join(folder, name)) else None


if __name__ == "__main__":
    own = os.path.join(HERE, "truth")
    wrong = report(own, LEAST) + report(own, LEAST, backwards=True)
    if larger("statistics.csv"):
        wrong += report(larger("statistics.csv"), {"pairs": 320, "crossings": 2098, "routes": 220})
    sys.exit(1 if wrong else 0)
