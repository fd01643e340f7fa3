#!/usr/bin/python3
# Tests: src/python/overflight/*.py
"""Examples in docstrings print what they say, and the types hold (mypy --strict)."""
import doctest, importlib, os, pkgutil, subprocess, sys

source = os.environ["OVERFLIGHT_SOURCE"]
package = os.path.join(source, "src", "python")
os.environ["OVERFLIGHT_LIBRARY"] = os.path.join(os.environ["OVERFLIGHT_BUILD"], "lib",
                                                "liboverflight.so.0")
sys.dont_write_bytecode = True
sys.path.insert(0, package)
import overflight

failed = attempted = 0
for module in ["overflight"] + [f"overflight.{one.name}"
                                for one in pkgutil.iter_modules(overflight.__path__)]:
    result = doctest.testmod(importlib.import_module(module))
    failed, attempted = failed + result.failed, attempted + result.attempted
print(f"{attempted} examples, {failed} of which failed")

missing = [name for name in overflight.__all__ if not getattr(overflight, name).__doc__]
print(*(f"{name} has no docstring" for name in missing), sep="\n")
typed = subprocess.run(["/usr/bin/mypy", "--strict", "--cache-dir", os.devnull,
                        os.path.join(package, "overflight")], check=False)
sys.exit(1 if failed or attempted < 15 or missing or typed.returncode != 0 else 0)
