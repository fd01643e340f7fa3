#!/usr/bin/python3
# Tests: scripts/cmake/ scripts/packages/
"""The Debian packages that cpack makes of the build tree: what is in them, what lintian says, and
whether they work in a new system of Debian's, which debootstrap makes in a folder. There nothing
is installed but what the packages depend on.

What debootstrap and apt have fetched is kept in ~/.cache/overflight for the next time; the system
itself is new each time."""
import fnmatch
import gzip
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("OVERFLIGHT_SOURCE", os.getcwd()))
BUILD = os.environ.get("OVERFLIGHT_BUILD")
COMMAND = os.environ.get("OVERFLIGHT")
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache",
                     "overflight")
SUITE = "bookworm"
NAMES = ("overflight", "liboverflight0", "liboverflight-dev", "overflight-data",
         "qgis-plugin-overflight")
# What a small program is built with.
COMPILER = ("gcc", "libc6-dev", "pkg-config")


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def run(*command, **more):
    """Its output; what it said is shown where it fails."""
    done = subprocess.run([str(word) for word in command],
                          stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT,
                          encoding="utf-8",
                          errors="replace",
                          check=False,
                          **more)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}: {done.returncode}\n"
                             f"{done.stdout[-3000:]}")
    return done.stdout


def setUpModule():
    global scratch, packages, trees
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="overflight-packages-"))
    unittest.addModuleCleanup(shutil.rmtree, scratch, ignore_errors=True)
    packages = scratch / "packages"
    old = os.umask(0o022)
    run("cpack", "-G", "DEB", "-B", packages, cwd=BUILD)
    os.umask(old)
    found = {path.name.partition("_")[0]: path for path in packages.glob("*.deb")}
    assert set(found) == set(NAMES), found
    packages = found
    trees = {}
    for name, path in packages.items():
        trees[name] = scratch / "contents" / name
        trees[name].parent.mkdir(exist_ok=True)
        run("dpkg-deb", "--raw-extract", path, trees[name])


def control(name):
    """The fields of a package."""
    text = (trees[name] / "DEBIAN" / "control").read_text("utf-8")
    return dict(re.findall(r"(?m)^([\w-]+): (.*)$", text))


def files(name):
    return {
        str(path.relative_to(trees[name])): path
        for path in trees[name].rglob("*")
        if path.is_file() and not path.is_symlink() and path.parent.name != "DEBIAN"
    }


def elf_files(name):
    return [path for path in files(name).values() if path.read_bytes()[:4] == b"\x7fELF"]


def sonames_opened():
    """From the source and the build: what the code hands to the loader by name."""
    lines = subprocess.run(["grep", "-rhoE", "OVERFLIGHT_[A-Z]+_LIBRARY", SOURCE / "src"],
                           stdout=subprocess.PIPE,
                           encoding="utf-8",
                           check=True).stdout.split()
    rules = "".join(path.read_text("utf-8", "replace")
                    for pattern in ("build.ninja", "CMakeFiles/*.dir/flags.make")
                    for path in pathlib.Path(BUILD).glob(pattern))
    return {name: re.search(name + r'=\\*"([\w.+-]+?)\\*"', rules)[1] for name in set(lines)}


class Contents(unittest.TestCase):

    def test_lintian_finds_no_error(self):
        if shutil.which("lintian") is None:
            self.skipTest("lintian is missing")
        for name, tree in trees.items():
            self.assertFalse((tree / "usr/share/lintian").exists(), f"{name} has overrides")
        user = ["--allow-root"] if os.getuid() == 0 else []
        run("lintian", "--no-cfg", *user, "--fail-on", "error", *packages.values())

    def test_late_libraries_are_among_the_dependencies(self):
        opened = sonames_opened()
        self.assertGreaterEqual(set(opened), {"OVERFLIGHT_NOVA_LIBRARY", "OVERFLIGHT_GLIB_LIBRARY"})
        for soname in opened.values():
            path = next(line.split(" => ")[1] for line in run("/sbin/ldconfig", "-p").splitlines()
                        if line.strip().startswith(soname + " "))
            owner = run("dpkg-query", "--search", os.path.realpath(path)).split(":")[0]
            for name in ("overflight", "liboverflight0"):
                self.assertRegex(control(name)["Depends"], rf"(^|, ){re.escape(owner)}\b", soname)
        for name in ("overflight", "liboverflight0"):
            for library in ("libgdal", "libcairo2", "libproj", "libgeos-c1v5", "libc6"):
                self.assertIn(library, control(name)["Depends"])

    def test_fields(self):
        version = run(COMMAND, "--version").split()[1]
        for name in NAMES:
            fields = control(name)
            self.assertEqual(fields["Version"], version)
            self.assertRegex(fields["Maintainer"], r"^overflight developers <.+@.+>$")
        self.assertIn(f"overflight-data (= {version})", control("overflight")["Depends"])
        self.assertEqual(control("liboverflight-dev")["Depends"], f"liboverflight0 (= {version})")
        self.assertRegex(control("qgis-plugin-overflight")["Depends"], r"overflight .*qgis \(>= 3")
        self.assertEqual(control("overflight-data")["Architecture"], "all")

    def test_stripped(self):
        programs = [path for name in NAMES for path in elf_files(name)]
        self.assertEqual(len(programs), 2)
        for path in programs:
            self.assertNotRegex(run("readelf", "--sections", "--wide", path),
                                r"\.symtab|\.debug_info")

    def test_documents(self):
        for name in NAMES:
            folder = trees[name] / "usr/share/doc" / name
            changes = gzip.decompress((folder / "changelog.gz").read_bytes()).decode()
            version = re.escape(control(name)["Version"])
            self.assertRegex(changes, rf"^overflight \({version}\) \w+; urgency=")
            self.assertRegex(changes, r"\n -- overflight developers <.*>  \w{3}, ")
            legal = (folder / "copyright").read_text("utf-8")
            self.assertNotIn("@", re.sub(r"\S+@\S+\.\S+", "", legal), name)
            for words in ("Permission is hereby granted",
                          "Open Database License", "OpenStreetMap contributors",
                          "Creative Commons Attribution 4.0", "GeoNames", "Natural Earth",
                          "Vladimir Agafonkin", "CC0-1.0"):
                self.assertIn(words, legal)

    def test_every_bundled_file_has_its_licence(self):
        """As geodata/README.md says it; a file that no stanza names would count as code."""
        legal = (trees["overflight-data"] / "usr/share/doc/overflight-data/copyright").read_text()
        stanzas = re.findall(r"(?ms)^Files: (.*?)^Copyright:.*?^License: (\S+)", legal)
        for path in sorted((SOURCE / "geodata").rglob("*")):
            name = path.relative_to(SOURCE).as_posix()
            if path.is_dir() or path.name == "README.md":
                continue
            licences = [licence for patterns, licence in stanzas[1:]
                        if any(fnmatch.fnmatchcase(name, p) for p in patterns.split())]
            self.assertEqual(len(licences), 1, f"{name}: {licences}")
        page = (SOURCE / "geodata/README.md").read_text("utf-8")
        for zone in re.findall(r"(?m)^\| `([\w-]+)` \|.*\| ODbL-1\.0,", page):
            self.assertRegex(stanzas[1][0], rf"\bgeodata/zones/{zone}\.geojson\b")
            self.assertEqual(stanzas[1][1], "ODbL-1.0")

    def test_manual_pages_and_completions(self):
        texts = {path.stem for path in (SOURCE / "src/cli/help").glob("*.txt")}
        pages = {path.name for path in (trees["overflight"] / "usr/share/man/man1").iterdir()}
        self.assertEqual(pages, {
            "overflight.1.gz" if name == "overflight" else f"overflight-{name}.1.gz"
            for name in texts
        })
        for shell, place in (("bash", "bash-completion/completions/overflight"),
                             ("zsh", "zsh/vendor-completions/_overflight"),
                             ("fish", "fish/vendor_completions.d/overflight.fish")):
            self.assertEqual((trees["overflight"] / "usr/share" / place).read_text("utf-8"),
                             run(COMMAND, "completion", shell))

    def test_symbols_and_shlibs(self):
        place = trees["liboverflight0"] / "DEBIAN"
        library, = elf_files("liboverflight0")
        exported = set(re.findall(r" T (ovf_\w+)", run("nm", "--dynamic", "--defined-only",
                                                       library)))
        self.assertGreater(len(exported), 100)
        listed = set(re.findall(r"(?m)^ (ovf_\w+)@OVERFLIGHT_0 [\d.]+$",
                                (place / "symbols").read_text()))
        self.assertEqual(listed, {name for name in re.findall(
            r" [A-Z] (ovf_\w+)", run("nm", "--dynamic", "--defined-only", library))})
        version = control("liboverflight0")["Version"]
        self.assertEqual((place / "shlibs").read_text(),
                         f"liboverflight 0 liboverflight0 (>= {version})\n")
        self.assertEqual((place / "triggers").read_text(), "activate-noawait ldconfig\n")

    def test_bill_of_materials(self):
        for name in NAMES:
            document = trees[name] / f"usr/share/doc/{name}/{name}.spdx.json"
            bill = json.loads(document.read_text("utf-8"))
            self.assertEqual(bill["spdxVersion"], "SPDX-2.3")
            known = [entry["SPDXID"] for kind in ("packages", "files") for entry in bill[kind]]
            self.assertEqual(len(known), len(set(known)), name)
            for relation in bill["relationships"]:
                self.assertIn(relation["spdxElementId"], known)
                self.assertIn(relation["relatedSpdxElement"], known)
            self.assertEqual(bill["documentDescribes"], [f"SPDXRef-Package-{name}"])
            listed = {entry["fileName"][2:]: entry for entry in bill["files"]}
            for path, file in files(name).items():
                if path.startswith("usr/share/doc/"):
                    continue
                sums = {s["algorithm"]: s["checksumValue"] for s in listed[path]["checksums"]}
                self.assertEqual(sums["SHA256"], hashlib.sha256(file.read_bytes()).hexdigest())
            names = {entry["name"] for entry in bill["packages"]} - {name}
            for library in elf_files(name):
                depends = {word.split()[0] for word in control(name)["Depends"].split(", ")}
                self.assertEqual(names - {"libjs-leaflet"}, depends - {"overflight-data"}, library)
            bundles = name in ("overflight", "liboverflight0", "liboverflight-dev")
            self.assertEqual("libjs-leaflet" in names, bundles, name)
        licences = {entry["fileName"]: entry["licenseConcluded"] for entry in json.loads(
            (trees["overflight-data"] /
             "usr/share/doc/overflight-data/overflight-data.spdx.json").read_text())["files"]}
        self.assertEqual(licences["./usr/share/overflight/zones/alaska.geojson"], "ODbL-1.0")
        self.assertEqual(licences["./usr/share/overflight/basemap/places.geojson"], "CC-BY-4.0")


class System(unittest.TestCase):
    """A system of its own. One test, since it is made once and the steps build on each other."""

    def mirror(self):
        """The mirror that this machine uses."""
        for path in sorted(pathlib.Path("/etc/apt").glob("sources.list*/**/*")) + [
                pathlib.Path("/etc/apt/sources.list")]:
            text = path.read_text("utf-8", "replace") if path.is_file() else ""
            found = re.search(r"https?://\S+/debian/?(?=\s)", text)
            if found:
                return found[0]
        return self.skipTest("no mirror of Debian is among the sources of packages")

    @staticmethod
    def security():
        """The source of mended packages that this machine uses, if any."""
        found = re.search(rf"(https?://\S+) {SUITE}-security/main", run("apt-cache", "policy"))
        return f"deb {found[1]} {SUITE}-security main\n" if found else ""

    def make_base(self):
        if os.getuid() != 0:
            self.skipTest("only root can make a system with debootstrap")
        if shutil.which("debootstrap") is None:
            self.skipTest("debootstrap is missing (scripts/setup test installs it)")
        mounted = subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"],
                                 capture_output=True,
                                 check=False)
        if mounted.returncode != 0:
            self.skipTest(f"no mounts of its own are allowed here: {mounted.stderr.decode()}")
        base = CACHE / f"debian-{SUITE}.tar"
        root = scratch / "root"
        CACHE.mkdir(parents=True, exist_ok=True)
        if not base.exists():
            made = subprocess.run(["debootstrap", "--variant=minbase", SUITE, root, self.mirror()],
                                  stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT,
                                  encoding="utf-8",
                                  check=False)
            if made.returncode != 0:
                last = made.stdout.strip().splitlines()[-1:]
                self.skipTest(f"debootstrap cannot work here: {last}")
            begun = base.with_suffix(f".{os.getpid()}")
            run("tar", "-C", root, "--exclude=./var/cache/apt/archives/*.deb", "-cf", begun, ".")
            begun.rename(base)
        else:
            root.mkdir()
            run("tar", "-C", root, "-xf", base)
        return root

    def inside(self, *words):
        return run("unshare", "--mount", "--pid", "--fork", f"--mount-proc={self.root}/proc",
                   "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root",
                   "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive", "chroot", self.root, *words)

    def install(self, *names):
        self.inside("apt-get", "-q", "-y", "--no-install-recommends", "install", *names)

    def prepare(self):
        """Sources, proxies and packages that were fetched before; no waiting for the disk."""
        archives = self.root / "var/cache/apt/archives"
        (CACHE / "archives").mkdir(exist_ok=True)
        for place in CACHE / "archives", pathlib.Path("/var/cache/apt/archives"):
            for path in place.glob("*.deb"):
                if not (archives / path.name).exists():
                    shutil.copy(path, archives)
        (self.root / "etc/apt/sources.list").write_text(
            f"deb {self.mirror()} {SUITE} main\ndeb {self.mirror()} {SUITE}-updates main\n"
            f"{self.security()}", "utf-8")
        (self.root / "etc/dpkg/dpkg.cfg.d/quick").write_text("force-unsafe-io\n", "utf-8")
        (self.root / "etc/apt/apt.conf.d/keep").write_text(
            'APT::Keep-Downloaded-Packages "true";\nAPT::Sandbox::User "root";\n', "utf-8")
        said = run("apt-config", "dump", "Acquire")
        proxies = re.findall(r'(?m)^Acquire::https?::Proxy "[^"]*";$', said)
        for name in ("http", "https"):
            if os.environ.get(f"{name}_proxy"):
                proxies.append(f'Acquire::{name}::Proxy "{os.environ[f"{name}_proxy"]}";')
        (self.root / "etc/apt/apt.conf.d/proxy").write_text("\n".join(proxies) + "\n", "utf-8")
        for name in ("resolv.conf", "hosts"):
            shutil.copy(pathlib.Path("/etc") / name, self.root / "etc" / name)

    def keep(self):
        for path in (self.root / "var/cache/apt/archives").glob("*.deb"):
            if not path.name.startswith(("overflight", "liboverflight", "qgis-plugin-overflight")):
                kept = CACHE / "archives" / path.name
                if not kept.exists() and not pathlib.Path("/var/cache/apt/archives",
                                                          path.name).exists():
                    shutil.copy(path, kept)

    def test_new_system(self):
        self.root = self.make_base()
        self.prepare()
        try:
            self.inside("apt-get", "-q", "-o", "Acquire::Retries=2", "update")
        except AssertionError as error:
            self.skipTest(f"Debian's mirror cannot be reached: {str(error)[-300:]}")
        work = self.root / "made"
        work.mkdir()
        for path in packages.values():
            shutil.copy(path, work)
        self.install(*(f"/made/{packages[name].name}"
                       for name in ("overflight", "overflight-data")))
        self.keep()
        self.command_works(work)
        self.library_works(work)
        # QGIS is large: that its packages are to be had is enough.
        said = self.inside("apt-get", "-q", "--simulate", "--no-install-recommends", "install",
                           f"/made/{packages['qgis-plugin-overflight'].name}")
        self.assertIn("Inst qgis-plugin-overflight", said)
        self.inside("dpkg", "--purge", "overflight", "liboverflight-dev", "liboverflight0",
                    "overflight-data")
        left = run("find", self.root / "usr", "-iname", "*overflight*").split()
        self.assertEqual(left, [])

    def command_works(self, work):
        """A GeoPackage, with the bundled zones and rules: what is written here is written there."""
        flights = [SOURCE / f"geodata/flights/{name}.geojson"
                   for name in ("kaliningrad-500", "kaliningrad-1200")]
        for flight in flights:
            # What is appended has the fields of the first alone.
            more = ["-append"] if flight != flights[0] else ["-select", "id"]
            run("ogr2ogr", *more, "-f", "GPKG", "-nln", "flights", work / "flights.gpkg", flight)
        judged = ("--rules", "national-measures", "--quiet")
        self.inside("overflight", "analyze", "/made/flights.gpkg", *judged, "-o", "/made/result")
        run(COMMAND, "analyze", work / "flights.gpkg", *judged, "-o", work / "here")
        made = [path for path in sorted((work / "here").iterdir())
                if path.suffix in (".csv", ".geojson")]
        for path in made:
            self.assertEqual((work / "result" / path.name).read_bytes(), path.read_bytes(),
                             path.name)
        self.assertGreater(len(made), 5)
        self.assertTrue((work / "result/analysis.gpkg").is_file())
        self.assertIn("L.map", (work / "result/report.html").read_text("utf-8"))
        self.inside("overflight", "map", "/made/result", "-o", "/made/map.png", "--zone",
                    "kaliningrad", "--size", "600x400")
        self.assertEqual((work / "map.png").read_bytes()[:8], b"\x89PNG\r\n\x1a\n")
        self.assertGreater((work / "map.png").stat().st_size, 10000)
        run(COMMAND, "map", work / "result", "-o", work / "here.png", "--zone", "kaliningrad",
            "--size", "600x400")

    def library_works(self, work):
        shutil.copy(SOURCE / "tests/install/consumer/consumer.c", work)
        self.install(*(f"/made/{packages[name].name}"
                       for name in ("liboverflight0", "liboverflight-dev")), *COMPILER)
        self.keep()
        self.inside("sh", "-ec", "cc -std=c17 -Wall -Werror /made/consumer.c "
                    "$(pkg-config --cflags --libs overflight) -o /made/consumer")
        self.assertEqual(self.inside("/made/consumer").strip(), "/usr/share/overflight")
        printed = self.inside("/made/consumer", "/usr/share/overflight/zones/kaliningrad.geojson",
                              "/made/flights.gpkg")
        rows = (work / "result/statistics.csv").read_text("utf-8").splitlines()
        wanted = [f"{row.split(',')[0]} kaliningrad {row.split(',')[3]}" for row in rows
                  if ",kaliningrad," in row]
        self.assertEqual(len(wanted), 2)
        self.assertEqual(sorted(printed.splitlines()), sorted(wanted))


if __name__ == "__main__":
    if BUILD is None or COMMAND is None:
        skip("OVERFLIGHT and OVERFLIGHT_BUILD are not both set")
    settings = pathlib.Path(BUILD, "CMakeCache.txt").read_text("utf-8")
    if re.search(r"(?m)^OVERFLIGHT_SANITIZE:\w+=(?!OFF$).+$", settings):
        skip("programs with sanitizers are not packed")
    for tool in ("cpack", "dpkg-deb", "dpkg-shlibdeps", "dpkg-gensymbols", "strip"):
        if shutil.which(tool) is None:
            skip(f"{tool} is missing")
    unittest.main()
