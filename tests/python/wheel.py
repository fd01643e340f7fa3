#!/usr/bin/python3
# Tests: scripts/python-wheel src/python/overflight/_library.py
"""The wheel installs in a fresh environment without network; it has the library and the geodata."""
import glob, importlib.util, os, shutil, subprocess, sys, tempfile

source, build = os.environ["OVERFLIGHT_SOURCE"], os.environ["OVERFLIGHT_BUILD"]
if importlib.util.find_spec("ensurepip") is None:
    print("python3-venv is not installed: scripts/setup test")
    sys.exit(77)
CODE = """
import overflight
found = overflight.analyze(([[-160, 55], [-150, 65]], [0, 2]))
print(list(found["zone_id"]), round(found["inside_m"][0]))
with open("/proc/self/maps", encoding="ascii") as maps:
    print({line.split()[-1] for line in maps if "liboverflight" in line})
"""

with tempfile.TemporaryDirectory() as folder:
    made = []
    for name in ("one", "two"):
        subprocess.run([os.path.join(source, "scripts", "python-wheel"), "--build", build, "-o",
                        os.path.join(folder, name)], check=True, stdout=subprocess.DEVNULL)
        made += glob.glob(os.path.join(folder, name, "*.whl"))
    with open(made[0], "rb") as one, open(made[1], "rb") as two:
        assert one.read() == two.read(), "the same tree gives the same bytes"
    place = os.path.join(folder, "venv")
    # cffi and numpy are the system's.
    subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", place], check=True)
    python = os.path.join(place, "bin", "python")
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(("OVERFLIGHT", "PYTHON"))}
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", made[0]],
                   check=True, env=environment)
    shutil.rmtree(os.path.join(folder, "one"))
    printed = subprocess.run([python, "-c", CODE], check=True, env=environment, cwd=folder,
                             stdout=subprocess.PIPE, text=True).stdout
    print(printed)
    assert printed.startswith("['alaska'] "), printed
    assert place in printed.splitlines()[1], "the library is the one in the wheel"
    subprocess.run([python, "-m", "pip", "uninstall", "--quiet", "--yes", "overflight"], check=True,
                   env=environment)
    assert not glob.glob(os.path.join(place, "lib", "*", "site-packages", "overflight"))
