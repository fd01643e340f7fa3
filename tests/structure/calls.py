#!/usr/bin/python3
# Tests: src/
"""Calls run one way, as includes do: the object files of src/ say which file calls which. No circle
of files, and no call into a folder that stands above (includes.py has the order)."""
import collections, os, re, subprocess, sys

here = os.path.dirname(os.path.abspath(__file__))
source, build = os.environ["OVERFLIGHT_SOURCE"], os.environ["OVERFLIGHT_BUILD"]
ORDER = re.search(r"ORDER = (\[.*?\])", open(os.path.join(here, "includes.py")).read(), re.S)
ORDER = re.findall(r'"(\w+)"', ORDER.group(1))

# What the command replaces of the C library, below us all (src/cli/memory.c).
MEMORY = {"malloc", "calloc", "realloc", "memalign", "aligned_alloc", "posix_memalign"}

objects = {}
for folder, _, names in os.walk(os.path.join(build, "CMakeFiles")):
    for name in names:
        path = os.path.join(folder, name)
        found = re.search(r"\.dir/(src/.*\.c)\.o$", path)
        # An object of a file that has been moved away may still lie there.
        if found and os.path.exists(os.path.join(source, found.group(1))):
            objects[found.group(1)] = path

defined, wanted = {}, {}
for file, path in sorted(objects.items()):
    lines = subprocess.run(["nm", path], check=True, capture_output=True, text=True).stdout
    symbols = [line.split()[-2:] for line in lines.splitlines() if line.strip()]
    wanted[file] = {name for kind, name in symbols if kind == "U"}
    defined.update({name: file for kind, name in symbols
                    if kind in "TDBRC" and name not in MEMORY})

graph = {file: {defined[name] for name in names if defined.get(name, file) != file}
         for file, names in wanted.items()}
problems = []
for file, others in sorted(graph.items()):
    for other in sorted(others):
        if ORDER.index(other.split("/")[1]) > ORDER.index(file.split("/")[1]):
            names = [name for name in wanted[file] if defined.get(name) == other]
            problems.append(f"{file} calls {', '.join(names)} of {other}, which stands above it")


def circles():
    """Tarjan's strongly connected components of more than one file."""
    index, low, stack = {}, {}, []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph[node]):
            if other not in index:
                yield from visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                yield sorted(stack[at:])
            del stack[at:]

    sys.setrecursionlimit(10000)
    for node in sorted(graph):
        if node not in index:
            yield from visit(node)


for circle in circles():
    problems.append("a circle of calls: " + " ".join(circle))
    problems += [f"    {a} -> {b}: {', '.join(n for n in wanted[a] if defined.get(n) == b)}"
                 for a in circle for b in circle if b in graph[a] and a != b]
for problem in problems:
    print(problem)
calls = sum(map(len, graph.values()))
print(f"{len(objects)} object files, {calls} pairs of caller and called")
if len(objects) < 200 or calls < 500:
    sys.exit("fewer were read than there must be")
sys.exit(1 if problems else 0)
