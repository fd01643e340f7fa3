#!/usr/bin/python3
# Tests: src/
"""The house keeps its order: includes run one way, and nothing grows too large.

- A folder of src/ includes only itself and folders that stand before it in ORDER; include/ is for
  all.
- The core (CORE) includes nothing but itself, the public headers and the system's.
- No circle: neither of files (a .c and its .h are one), nor of folders.
- A file of src/ has at most 600 lines, a function at most 80.
- Two files of one name stand in different folders only where they have one subject (TWINS)."""
import collections, os, re, sys

ORDER = ["base", "geodesy", "model", "analysis", "system", "gdal", "input", "reduce", "output",
         "batch", "cli"]
CORE = ["base", "geodesy", "model", "analysis/meet", "analysis/observe", "analysis/check",
        "analysis/suggest"]
FILE_LINES, FUNCTION_LINES = 600, 80
# The same subject, seen by those who read, judge, write and show it.
TWINS = {"airfields", "sensors", "zones", "rules", "routes", "coverage", "occupancy", "revisits",
         "survey", "suggest", "check", "merge", "map", "version", "airfield_range", "findings",
         "states", "restriction", "legs", "compare", "sweep"}

source = os.path.join(os.environ.get("OVERFLIGHT_SOURCE", os.getcwd()), "src")
files = sorted(os.path.relpath(os.path.join(folder, name), source)
               for folder, _, names in os.walk(source) for name in names
               if name.endswith((".c", ".h")))
problems = []


def unit(path):
    return path[:-2]


def includes(path):
    with open(os.path.join(source, path), encoding="utf-8") as file:
        return re.findall(r'^\s*#\s*include\s+"([^"]+)"', file.read(), re.M)


graph, folders = collections.defaultdict(set), collections.defaultdict(set)
for path in files:
    graph[unit(path)]
    place = path.split("/")[0]
    if place not in ORDER:
        problems.append(f"src/{path}: the folder {place} has no place in the order")
        continue
    core = any(path.startswith(folder + "/") for folder in CORE)
    for included in includes(path):
        if included.startswith("overflight/"):
            continue
        if included not in files:
            problems.append(f"src/{path} includes {included}, which is not in src/")
            continue
        if ORDER.index(included.split("/")[0]) > ORDER.index(place):
            problems.append(f"src/{path} includes {included}, which stands above it")
        if core and not any(included.startswith(folder + "/") for folder in CORE):
            problems.append(f"src/{path} is of the core and includes {included}, which is not")
        if unit(included) != unit(path):
            graph[unit(path)].add(unit(included))
        if os.path.dirname(included) != os.path.dirname(path):
            folders[os.path.dirname(path)].add(os.path.dirname(included))


def circles(graph):
    """Tarjan's strongly connected components of more than one node."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph.get(node, ())):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    sys.setrecursionlimit(10000)
    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


problems += ["a circle of files: " + " ".join(circle) for circle in circles(graph)]
problems += ["a circle of folders: " + " ".join(circle) for circle in circles(folders)]

functions = 0
for path in files:
    with open(os.path.join(source, path), encoding="utf-8") as file:
        lines = file.read().split("\n")
    if len(lines) - 1 > FILE_LINES:
        problems.append(f"src/{path} has {len(lines) - 1} lines, more than {FILE_LINES}")
    begin = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            begin = number
        elif line == "}" and begin is not None:
            functions += 1
            if number - begin - 1 > FUNCTION_LINES:
                problems.append(f"src/{path}:{begin}: a function of {number - begin - 1} lines, "
                                f"more than {FUNCTION_LINES}")
            begin = None

names = collections.defaultdict(set)
for path in files:
    names[os.path.basename(unit(path))].add(os.path.dirname(path))
for name, places in sorted(names.items()):
    if len(places) > 1 and name not in TWINS:
        problems.append(f"{name} is the name of files in {', '.join(sorted(places))}")

for problem in problems:
    print(problem)
print(f"{len(files)} files, {functions} functions, {sum(map(len, graph.values()))} includes")
if len(files) < 200 or functions < 1000 or sum(map(len, graph.values())) < 300:
    sys.exit("fewer were read than there must be")
sys.exit(1 if problems else 0)
