"""What a program or library of ours stands on: what it is linked with, and what it loads when it is
first needed. The latter is found in the file itself, by the names that it hands to the loader, so
that no list of them can grow old."""
import pathlib
import re
import subprocess
import tempfile

SONAME = re.compile(rb"(?<![\w/.+-])(lib[\w+.-]+?\.so\.\d+)\x00")
NAME = re.compile(rb"(?<![\x20-\x7e])([A-Za-z_]\w{2,})\x00")


def run(*command, **more):
    return subprocess.run([str(word) for word in command],
                          check=True,
                          stdout=subprocess.PIPE,
                          encoding="utf-8",
                          **more).stdout


def needed(file):
    """Sonames of the libraries that the loader loads with the file."""
    return re.findall(r"\(NEEDED\).*\[(.+)\]", run("readelf", "--dynamic", "--wide", file))


def soname_of(file):
    """None: it has none."""
    said = re.search(r"\(SONAME\).*\[(.+)\]", run("readelf", "--dynamic", "--wide", file))
    return said and said[1]


def late(file):
    """Sonames of those that the file may load itself."""
    names = {name.decode() for name in SONAME.findall(pathlib.Path(file).read_bytes())}
    return sorted(names - set(needed(file)) - {soname_of(file)})


def path_of(soname):
    """Where the loader finds a library."""
    for line in run("/sbin/ldconfig", "-p").splitlines():
        name, _, path = line.strip().partition(" => ")
        if name.split(" ")[0] == soname:
            return path
    raise SystemExit(f"{soname} is opened by overflight, and the loader does not know it: install "
                     "the package that has it (scripts/setup does)")


def package_of(path):
    """The Debian package with a file, and its version."""
    real = pathlib.Path(path).resolve()
    # Where /lib is a link to /usr/lib, packages may name either.
    for candidate in (real, str(real).removeprefix("/usr")):
        found = subprocess.run(["dpkg-query", "--search", str(candidate)],
                               stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL,
                               encoding="utf-8")
        if found.returncode == 0:
            name = found.stdout.split(":")[0].split(",")[0]
            version, arch = run("dpkg-query", "--show", "--showformat",
                                "${Version} ${Architecture}\n", name).split("\n")[0].split()
            return name, version, arch
    raise SystemExit(f"no Debian package has {path}")


def exported(library):
    """Names of the functions that a library has for others."""
    lines = run("nm", "--dynamic", "--defined-only", library).splitlines()
    return {line.split()[-1].split("@")[0] for line in lines}


def stand_in(file, folder, compiler="cc"):
    """A library that is linked with all that `file` loads late, and calls what `file` asks the
    loader for by name: to dpkg-shlibdeps it looks as if `file` was linked so. None: it loads
    nothing."""
    libraries = [path_of(soname) for soname in late(file)]
    if not libraries:
        return None
    asked = {name.decode() for name in NAME.findall(pathlib.Path(file).read_bytes())}
    called = sorted(asked & set().union(*map(exported, libraries)))
    source = pathlib.Path(folder, "late.c")
    built = pathlib.Path(folder, "late.so")
    source.write_text(
        "".join(f"extern char {name}[];\n" for name in called) +
        f"const void *const late[] = {{{', '.join(called)}}};\n", "utf-8")
    run(compiler, "-shared", "-fPIC", "-fno-builtin", "-w", source, "-Wl,--no-as-needed",
        *libraries, "-o", built)
    return built


def depends(file, compiler="cc"):
    """The field Depends of a package with this file, as dpkg-shlibdeps says it."""
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "debian").mkdir()
        (pathlib.Path(folder) / "debian" / "control").write_text(
            "Source: overflight\n\nPackage: overflight\nArchitecture: any\n", "utf-8")
        files = [pathlib.Path(file).resolve(), stand_in(file, folder, compiler)]
        # It warns of files that lie in no folder of a package, such as the one that stands in.
        said = run("dpkg-shlibdeps", "-O", *(f"-e{name}" for name in files if name), cwd=folder,
                   stderr=subprocess.DEVNULL)
    return said.partition("shlibs:Depends=")[2].strip()
