#!/usr/bin/python3
# Tests: include/overflight/overflight.h
"""The examples beside this file: each is compiled as a user would, against the public headers and
the shared library, and prints what its NAME.expected says.

The figures: PROJ's geod gives 129,531.280246934 m for the geodesic of length.c, columns.c and
coverage.c between 20° E and 22° E, and a swath of 20 km along it covers 20 km times that length,
to a hundred-thousandth. The others are what the command says of the same files, whose truth stands
in tests/oracle."""
import os, re, subprocess, sys, tempfile

here = os.path.dirname(os.path.abspath(__file__))
source, build = os.environ["OVERFLIGHT_SOURCE"], os.environ["OVERFLIGHT_BUILD"]
data = os.path.join(source, "geodata")
ARGUMENTS = {
    "along": ["zones/kaliningrad.geojson", "flights/kaliningrad-1200.geojson"],
    "verdict": ["zones/georgia-strip.geojson", "flights/georgia.geojson", "national-measures"],
}
PROGRAMS = ["along", "columns", "contains", "coverage", "length", "verdict"]
cache = open(os.path.join(build, "CMakeCache.txt"), encoding="utf-8").read()
sanitize = re.search(r"^OVERFLIGHT_SANITIZE:\w+=(.+)$", cache, re.M)
flags = ["-std=c17", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
flags += [f"-fsanitize={sanitize.group(1)}"] if sanitize else []
problems = []


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


with tempfile.TemporaryDirectory() as folder:
    for name in PROGRAMS:
        text, program = read(os.path.join(here, name + ".c")), os.path.join(folder, name)
        if text.count("\n") >= 40:
            problems.append(f"{name}.c has {text.count(chr(10))} lines, expected fewer than 40")
        subprocess.run(["cc", *flags, "-I" + os.path.join(source, "include"),
                        os.path.join(here, name + ".c"), "-o", program,
                        "-L" + os.path.join(build, "lib"), "-loverflight"], check=True)
        files = [os.path.join(data, argument) if "/" in argument else argument
                 for argument in ARGUMENTS.get(name, [])]
        environment = dict(os.environ, LD_LIBRARY_PATH=os.path.join(build, "lib"),
                           OVERFLIGHT_DATA=data)
        run = subprocess.run([program, *files], capture_output=True, text=True, env=environment)
        if run.returncode != 0 or run.stdout != read(os.path.join(here, name + ".expected")):
            problems.append(f"{name}: exit status {run.returncode}\n{run.stdout}{run.stderr}")

# The first program stands in overflight.h as well.
header = read(os.path.join(source, "include/overflight/overflight.h"))
shown = re.search(r"^ \*     #include <stdio\.h>\n.*?^ \*     }\n", header, re.M | re.S).group(0)
shown = re.sub(r"^ \*(?:     )?", "", shown, flags=re.M)
if shown != read(os.path.join(here, "length.c")):
    problems.append("length.c is not the first program of overflight.h:\n" + shown)
if sorted(file[:-2] for file in os.listdir(here) if file.endswith(".c")) != PROGRAMS:
    problems.append("the list of programs is not that of the files")

# The area that coverage.c prints, against length and width.
covered = float(read(os.path.join(here, "coverage.expected")).split()[0])
if not abs(covered / (129.531280247 * 20) - 1) < 1e-5:
    problems.append(f"coverage.c says {covered} km2 of a strip of 129.531 by 20 km")
for problem in problems:
    print(problem)
print(f"{len(PROGRAMS)} programs")
sys.exit(1 if problems else 0)
