#!/usr/bin/python3
# Tests: src/input/source/source.c src/input/source/window.c src/gdal/gdal.c
"""Routes and zones from a web server: the same bytes as from files, ranges and not everything, and
sentences when it fails."""
import gzip
import pathlib
import shutil
import sys
import zipfile

sys.dont_write_bytecode = True
from servers.web import Web  # noqa: E402
from support.case import Case, main  # noqa: E402


class OnTheWeb(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with open(cls.folder / "routes.geojson",
                  "rb") as file, gzip.open(cls.folder / "routes.geojson.gz", "wb") as packed:
            shutil.copyfileobj(file, packed)
        with zipfile.ZipFile(cls.folder / "routes.zip", "w") as packed:
            packed.write(cls.folder / "routes.fgb", "routes.fgb")

    def setUp(self):
        super().setUp()
        self.web = self.enterContext(Web(self.folder))

    def url(self, name):
        return "/vsicurl/" + self.web.url(name)

    def bodies(self, name):
        """Bytes of the file that were sent since the last time; all of them for a range that was
        asked for."""
        asked = [one for one in self.web.take_requests() if one[1] == name and one[0] == "GET"]
        self.assertEqual({one[2] for one in asked}, {206}, asked)
        return sum(one[3] for one in asked)

    def test_every_format(self):
        for extension in "geojsonl", "geojson", "fgb", "gpkg":
            name = "routes." + extension
            with self.subTest(name):
                self.analyze(name, "local." + extension)
                self.web.take_requests()
                self.analyze(self.url(name), "remote." + extension)
                self.assert_same("remote." + extension, "local." + extension, inputs_too=False)
                self.assertGreater(self.bodies(name), 0)
                self.assertEqual(
                    self.inputs_of("remote." + extension)["routes"], [{
                        "file": self.url(name), "size": None, "sha256": None
                    }])

    def test_archives(self):
        for archive, inside in (
            ("/vsigzip//vsicurl/" + self.web.url("routes.geojson.gz"), "routes.geojson"),
            ("/vsizip//vsicurl/" + self.web.url("routes.zip") + "/routes.fgb", "routes.fgb"),
            ("/vsizip/%s/routes.fgb" % (self.folder / "routes.zip"), "routes.fgb"),
            ("/vsigzip/%s" % (self.folder / "routes.geojson.gz"), "routes.geojson")):
            with self.subTest(archive):
                self.analyze(inside, "local", "--force")
                self.analyze(archive, "remote", "--force")
                self.assert_same("remote", "local", inputs_too=False)

    def test_zones(self):
        for extension in "geojson", "fgb", "gpkg":
            name = "zones." + extension
            with self.subTest(name):
                self.analyze("routes.fgb", "local", "--force", zones=name)
                self.analyze("routes.fgb", "remote", "--force", zones=self.url(name))
                self.assert_same("remote", "local", inputs_too=False)

    def test_parts_ask_for_their_part(self):
        # Large enough that it matters: GDAL asks for more and more at once where it reads on.
        large = self.folder / "large.geojsonl"
        self.addCleanup(large.unlink)
        with open(self.folder / "routes.geojsonl") as source, open(large, "w") as target:
            for line in source:
                target.write(
                    line.replace('"properties": {',
                                 '"properties": {"note": "%s", ' % ("note " * 1000)))
        # Without an index a FlatGeobuf has to be read from its beginning, but not to its end.
        for name, some in ("large.geojsonl", (1, 2, 3, 4)), ("routes.fgb", (1,)):
            size = (self.folder / name).stat().st_size
            self.analyze(self.url(name), name + ".whole", "--layers", "statistics,crossings")
            self.assertLess(self.bodies(name), 1.2 * size)
            for shard in range(1, 5):
                self.analyze(self.url(name),
                             name + ".parts",
                             "--layers",
                             "statistics,crossings",
                             "--shard",
                             "%d/4" % shard)
                sent = self.bodies(name)
                if shard in some:
                    self.assertLess(sent, 0.5 * size, (name, shard))
            self.call("merge",
                      *["%s.parts/part-%d-of-4" % (name, shard) for shard in (3, 1, 4, 2)],
                      "-o",
                      name + ".merged")
            self.assert_same(name + ".merged", name + ".whole")

    def test_a_file_that_changes(self):
        changing = pathlib.Path(self.folder / "changing.geojsonl")
        self.addCleanup(changing.unlink)
        lines = (self.folder / "routes.geojsonl").read_text().splitlines(keepends=True)
        changing.write_text("".join(lines))
        self.analyze(self.url("changing.geojsonl"), "parts", "--shard", "1/2")
        changing.write_text("".join(lines[1:]))
        self.analyze(self.url("changing.geojsonl"), "parts", "--shard", "2/2")
        said = self.call("merge",
                         "parts/part-1-of-2",
                         "parts/part-2-of-2",
                         "-o",
                         "merged",
                         status=2)
        self.assertIn(
            "are not of one batch: between them %s has changed" % self.url("changing.geojsonl"),
            said)

    def test_what_is_missing(self):
        for name in "none.fgb", "none.geojson", "none.geojsonl", "none.gpkg":
            said = self.analyze(self.url(name), "result", status=2)
            self.assertIn(
                self.url(name) +
                ": cannot be opened: HTTP response code: 404: is the name right, and may it be "
                "read from here?",
                said)
            said = self.analyze("routes.fgb", "result", zones=self.url(name), status=2)
            self.assertIn(self.url(name) + ": cannot be opened: HTTP response code: 404", said)
        nobody = "/vsicurl/http://127.0.0.1:1/routes.fgb"
        self.assertRegex(self.analyze(nobody, "result", status=2),
                         nobody + ": cannot be opened: .*127.0.0.1 port 1.*: is the name right")
        self.assertIn("routes.zip/none.fgb: cannot be opened",
                      self.analyze("/vsizip/routes.zip/none.fgb", "result", status=2))
        self.assertFalse((self.directory / "result").exists())

    def test_a_server_that_goes_away(self):
        for name in "routes.geojsonl", "routes.geojson", "routes.fgb", "routes.gpkg":
            with self.subTest(name):
                # What comes at the beginning is there, and half of the rest is not.
                self.web.refuse_from((self.folder / name).stat().st_size // 2)
                said = self.analyze(self.url(name), "result", status=None)
                self.assertIn(self.url(name), said)
                self.assertFalse((self.directory / "result").exists())
                self.web.refuse_from(None)

    def test_like_s3(self):
        (self.folder / "bucket").mkdir()
        self.addCleanup(shutil.rmtree, self.folder / "bucket")
        shutil.copy(self.folder / "routes.fgb", self.folder / "bucket" / "all routes.fgb")
        self.analyze("routes.fgb", "local")
        self.analyze("/vsis3/bucket/all routes.fgb",
                     "remote",
                     AWS_S3_ENDPOINT=self.web.address,
                     AWS_HTTPS="NO",
                     AWS_VIRTUAL_HOSTING="FALSE",
                     AWS_NO_SIGN_REQUEST="YES")
        self.assert_same("remote", "local", inputs_too=False)
        self.assertGreater(self.bodies("bucket/all routes.fgb"), 0)
        said = self.analyze("/vsis3/bucket/all routes.fgb",
                            "result",
                            status=2,
                            AWS_S3_ENDPOINT=self.web.address,
                            AWS_HTTPS="NO",
                            HOME=str(self.directory))
        self.assertIn("/vsis3/bucket/all routes.fgb: cannot be opened: AWS_SECRET_ACCESS_KEY", said)

    def test_passwords_are_kept_secret(self):
        secret = "geheim"
        url = "/vsicurl/http://somebody:%s@%s/" % (secret, self.web.address)
        self.analyze("routes.geojsonl", "local")
        self.analyze(url + "routes.geojsonl", "remote", zones=url + "zones.geojson")
        self.assert_same("remote", "local", inputs_too=False)
        self.assertEqual(
            self.inputs_of("remote")["routes"][0]["file"],
            url.replace(secret, "***") + "routes.geojsonl")
        for shard in "1/2", "2/2":
            self.analyze(url + "routes.geojsonl",
                         "parts",
                         "--shard",
                         shard,
                         zones=url + "zones.geojson")
        self.call("merge", "parts/part-1-of-2", "parts/part-2-of-2", "-o", "merged")
        self.assert_same("merged", "remote")
        self.analyze(url + "none.geojsonl", "result", status=2)
        self.analyze(url + "routes.geojsonl", "result", "--route-id", "none", status=2)
        self.assert_kept_secret(secret)

    def test_sources_without_order_have_no_parts(self):
        inline = '{"type": "LineString", "coordinates": [[-1, 0], [3, 0]]}'
        self.analyze(inline, "result")
        said = self.analyze(inline, "parts", "--shard", "1/2", status=2)
        self.assertIn(
            "cannot be analysed in parts, since nothing is known of the order of its features: "
            "copy it into a file first",
            said)
        self.assertIn("cannot be gone on with", self.analyze(inline, "other", "--resume", status=2))


if __name__ == "__main__":
    main()
