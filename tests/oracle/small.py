#!/usr/bin/python3
# Tests: src/analysis/meet/ src/geodesy/
"""The command against the project's own small truth (small/make.py says how it was made)."""
import os, runpy

here = os.path.dirname(os.path.abspath(__file__))
os.environ["OVERFLIGHT_TRUTH"] = os.path.join(here, "small")
runpy.run_path(os.path.join(here, "truth.py"), run_name="__main__")
