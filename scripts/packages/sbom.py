"""Makes an SBOM in SPDX 2.3 (JSON) of one package, from the files in it: what they are linked with,
what they load when it is first needed, and what is built into them."""
import datetime
import hashlib
import json
import pathlib
import re
import subprocess

import facts
import linked

SPDX = {"Expat": "MIT", "public-domain": "LicenseRef-public-domain"}


def identifier(kind, name):
    return f"SPDXRef-{kind}-" + re.sub(r"[^\w.-]", "-", name).replace("_", "-")


def sums(path):
    data = path.read_bytes()
    return [{
        "algorithm": name.upper(),
        "checksumValue": hashlib.new(name, data).hexdigest()
    } for name in ("sha1", "sha256")]


def package_entry(name, version, arch="", **more):
    entry = {
        "SPDXID": identifier("Package", name),
        "name": name,
        "versionInfo": version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        **more
    }
    if arch:
        entry["supplier"] = "Organization: Debian"
        entry["externalRefs"] = [{
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceType": "purl",
            "referenceLocator": f"pkg:deb/debian/{name}@{version}?arch={arch}".replace("+", "%2B")
        }]
    return entry


def source_path(installed):
    """The file of the source that was installed there; None: it was made by the build."""
    place = str(installed)
    for folder, source in (("usr/share/overflight/", "geodata/"),
                           ("usr/include/overflight/", "include/overflight/"),
                           ("usr/share/qgis/python/plugins/overflight/",
                            "scripts/qgis-plugin/overflight/")):
        if place.startswith(folder) and (facts.TOP / source / place[len(folder):]).is_file():
            return source + place[len(folder):]
    return None


def file_entry(staging, path):
    inside = path.relative_to(staging)
    licence, holders = facts.licence_of(source_path(inside) or "*")
    licence = SPDX.get(licence, licence)
    return {
        "SPDXID": identifier("File", str(inside)),
        "fileName": f"./{inside}",
        "checksums": sums(path),
        "licenseConcluded": licence,
        "licenseInfoInFiles": [licence],
        "copyrightText": "\n".join(holders)
    }


def holds_leaflet(path, leaflet):
    """Whether the bytes of Leaflet's program are in the file."""
    return leaflet.read_bytes() in path.read_bytes()


def relate(one, how, other, **more):
    return {
        "spdxElementId": one["SPDXID"],
        "relationshipType": how,
        "relatedSpdxElement": other["SPDXID"],
        **more
    }


def libraries_of(path, own):
    """Entries and relations of what an ELF file is linked with and loads late."""
    entries, relations = [], []
    for sonames, how, comment in ((linked.needed(path), "DYNAMIC_LINK", ""),
                                  (linked.late(path), "DYNAMIC_LINK",
                                   "loaded by dlopen when it is first needed")):
        for soname in sonames:
            entry = package_entry(*linked.package_of(linked.path_of(soname)))
            entries.append(entry)
            more = {"comment": f"{soname}, {comment}" if comment else soname}
            relations.append(relate(own, how, entry, **more))
    return entries, relations


def is_elf(path):
    with open(path, "rb") as file:
        return file.read(4) == b"\x7fELF"


def bom(staging, name, version, leaflet, homepage):
    files = sorted(path for path in pathlib.Path(staging).rglob("*")
                   if path.is_file() and not path.is_symlink())
    own = package_entry(name, version, licenseDeclared="MIT", homepage=homepage)
    packages, relations = {own["SPDXID"]: own}, []
    entries = [file_entry(staging, path) for path in files]
    for path, entry in zip(files, entries, strict=True):
        relations.append(relate(own, "CONTAINS", entry))
        found = libraries_of(path, entry) if is_elf(path) else ([], [])
        packages |= {package["SPDXID"]: package for package in found[0]}
        relations += found[1]
        if path.suffix in (".a", "") + tuple(".%d" % n for n in range(10)) and holds_leaflet(
                path, leaflet):
            package = package_entry(*linked.package_of(leaflet),
                                    licenseDeclared="BSD-2-Clause")
            packages[package["SPDXID"]] = package
            relations.append(relate(entry, "STATIC_LINK", package, comment="built into the file"))
    digest = hashlib.sha1("".join(e["checksums"][0]["checksumValue"]
                                  for e in entries).encode()).hexdigest()
    created = datetime.datetime.fromtimestamp(facts.epoch(), datetime.timezone.utc)
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"{name}-{version}",
        "documentNamespace": f"{homepage}/spdx/{name}-{version}-{digest}",
        "creationInfo": {
            "created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Organization: overflight developers", "Tool: overflight-sbom"]
        },
        "documentDescribes": [own["SPDXID"]],
        "packages": list(packages.values()),
        "files": entries,
        "hasExtractedLicensingInfos": [{
            "licenseId": "LicenseRef-public-domain",
            "extractedText": "Public domain: Natural Earth and OurAirports"
        }],
        "relationships": relations
    }


def write(path, *what):
    pathlib.Path(path).write_text(json.dumps(bom(*what), indent=1, ensure_ascii=False) + "\n",
                                  "utf-8")
