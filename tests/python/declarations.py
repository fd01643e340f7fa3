#!/usr/bin/python3
# Tests: src/python/overflight/_declarations.py
"""What the Python package declares stands in the public headers, word for word."""
import glob, os, re, sys

source = os.environ["OVERFLIGHT_SOURCE"]
sys.path.insert(0, os.path.join(source, "src", "python", "overflight"))
from _declarations import DECLARATIONS


def plain(text):
    return re.sub(r"\s+", " ", text).strip()


headers = ""
for path in sorted(glob.glob(os.path.join(source, "include", "overflight", "*.h"))):
    with open(path, encoding="utf-8") as file:
        headers += re.sub(r"/\*.*?\*/", " ", file.read(), flags=re.S)
headers = plain(headers)
strange = [one for one in DECLARATIONS if plain(one) not in headers]
for one in strange:
    print("not in the public headers:", plain(one))
print(f"{len(DECLARATIONS)} declarations")
sys.exit(1 if strange or len(DECLARATIONS) < 50 else 0)
