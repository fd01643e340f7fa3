#!/usr/bin/python3
# Tests: src/python/overflight/_library.py scripts/cmake/install.cmake
"""The README's example prints what the README says, with the package where `cmake --install` puts
it, after the prefix was moved; the library and the geodata are found there."""
import os, re, subprocess, sys, tempfile

source, build = os.environ["OVERFLIGHT_SOURCE"], os.environ["OVERFLIGHT_BUILD"]
with open(os.path.join(source, "README.md"), encoding="utf-8") as file:
    program, said = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", file.read(),
                              re.S).groups()
WHERE = """
import overflight._library
print(overflight._library.text(overflight._library.lib.ovf_version()))
print(len(overflight.Zones()))
with open("/proc/self/maps", encoding="ascii") as maps:
    print({line.split()[-1] for line in maps if "liboverflight" in line})
"""

with tempfile.TemporaryDirectory() as folder:
    first, moved = os.path.join(folder, "first"), os.path.join(folder, "moved")
    subprocess.run(["cmake", "--install", build, "--prefix", first], check=True,
                   stdout=subprocess.DEVNULL)
    os.rename(first, moved)
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1",
                   "PYTHONPATH": os.path.join(moved, "lib", "python3", "dist-packages")}
    environment.pop("OVERFLIGHT_LIBRARY", None)

    def run(code):
        return subprocess.run([sys.executable, "-c", code], env=environment, check=True, text=True,
                              stdout=subprocess.PIPE, cwd=folder).stdout

    printed, where = run(program), run(program + WHERE)
    print(printed, where, sep="")
    assert printed == said, f"the README says\n{said}"
    zones = sum(name.endswith(".geojson")
                for name in os.listdir(os.path.join(source, "geodata", "zones")))
    assert where.splitlines()[-2] == str(zones)
    assert moved in where.splitlines()[-1] and build not in where.splitlines()[-1]
