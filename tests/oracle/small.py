#!/usr/bin/python3
# Tests: src/analysis/meet/*.c src/geodesy/*.c
"""The command against the project's small truth."""
import os
import sys

from truth import HERE, report

LEAST = {"pairs": 14, "lengths": 14, "crossings": 39, "routes": 8}
sys.exit(1 if report(os.path.join(HERE, "small"), LEAST) else 0)
