#!/usr/bin/python3
# Tests: include/overflight/ scripts/docs
"""The public headers: each compiles alone, as C17 and as C++; none names a file of src/ or tests/;
every example ("For example:") compiles; and Doxygen makes a reference of them without a warning."""
import os, re, subprocess, sys, tempfile

source = os.environ["OVERFLIGHT_SOURCE"]
folder = os.path.join(source, "include", "overflight")
names = sorted(name for name in os.listdir(folder) if name.endswith(".h"))
flags = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I" + os.path.join(source, "include")]
# What the examples speak of.
PRELUDE = """#include <stdio.h>
#include <overflight/overflight.h>
ovf_zones zones; ovf_zone *zone; const ovf_route *route; ovf_analyzer *analyzer;
ovf_scratch *scratch; const ovf_result *result; ovf_error error; ovf_status status;
ovf_checker *checker; ovf_rules rules; ovf_airfields airfields; ovf_route_source *source;
ovf_sensors sensors; ovf_observer *observer; ovf_coverage *coverage;
ovf_terrain *terrain; ovf_geoid *geoid; ovf_points *points;
"""
problems, examples = [], []


def compile_text(what, text, *options):
    run = subprocess.run(["cc", *options, *flags, "-fsyntax-only", "-"], input=text,
                         capture_output=True, text=True)
    if run.returncode != 0:
        problems.append(f"{what}:\n{run.stderr}")


for name in names:
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        text = file.read()
    include = f"#include <overflight/{name}>\n"
    compile_text(name, include + "int ovf_nothing;\n", "-std=c17", "-x", "c")
    compile_text(name + " as C++", include, "-std=c++17", "-x", "c++")
    for number, line in enumerate(text.split("\n"), 1):
        if re.search(r"\b(src|tests)/", line):
            problems.append(f"{name}:{number} names a file that users do not have: {line.strip()}")
    for found in re.finditer(r"^ \* For example:\n((?: \*     .*\n?)+)", text, re.M):
        code = re.sub(r" \*/$", "", found.group(1).rstrip())
        examples.append((name, re.sub(r"^ \*     ?", "", code, flags=re.M)))

functions = [f"static void example{i}(void)\n{{\n{code}\n}}\n"
             for i, (_, code) in enumerate(examples)]
calls = "".join(f"    example{i}();\n" for i in range(len(examples)))
compile_text("the examples", PRELUDE + "".join(functions) + "int main(void)\n{\n" + calls + "}\n",
             "-std=c17", "-x", "c", "-Wno-unused-variable", "-Wno-unused-but-set-variable")

with tempfile.TemporaryDirectory() as scratch:
    run = subprocess.run([os.path.join(source, "scripts", "docs"), scratch], capture_output=True,
                         text=True)
    pages = os.path.join(scratch, "html")
    if run.returncode != 0 or len(os.listdir(pages)) < 100:
        problems.append("scripts/docs: " + run.stderr)
for problem in problems:
    print(problem)
print(f"{len(names)} headers, {len(examples)} examples")
if len(names) < 20 or len(examples) < 20:
    sys.exit("fewer were read than there must be")
sys.exit(1 if problems else 0)
