#!/usr/bin/python3
# Tests: src/gdal/postgres.c src/input/source/database.c src/output/formats/tables.c
# Tests: src/output/staging/waiting.c
"""Routes and zones from a PostGIS database, and results into it. The server wants a password, which
is not to be found in anything said or written."""
import json
import os
import sys
import time

sys.dont_write_bytecode = True
from osgeo import gdal  # noqa: E402

from servers.postgres import Missing, Postgres, programs  # noqa: E402
from support.case import LAYERS, Case, main  # noqa: E402

PASSWORD = "geheim-2b7"


class OnPostgis(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = cls.enterClassContext(Postgres("log_statement=all", password=PASSWORD))
        for name in "routes", "zones":
            # As somebody fills a database: not in the order of the key.
            gdal.VectorTranslate(
                cls.server.address + " password=" + PASSWORD,
                str(cls.folder / (name + ".gpkg")),
                format="PostgreSQL",
                layerName=name + "_loaded",
                layerCreationOptions=["FID=number", "GEOMETRY_NAME=geom", "LAUNDER=NO"])
            cls.server.sql(
                "create table %s as select * from %s_loaded order by md5(id); alter table %s add "
                "primary key (number)" % (name, name, name))
        cls.server.sql(
            "create schema elsewhere; create table elsewhere.tracks as select * from routes order "
            "by number desc;"
            "alter table elsewhere.tracks add primary key (id); create table keyless as select * "
            "from routes;"
            "create table keyless_too as select * from keyless order by number; create view seen "
            "as select * from keyless;"
            "create table points as select number, st_startpoint(geom) as geom from routes;"
            "create table nowhere (geom geometry(LineString));"
            "create view breaks as select *, 1 / (number - 1500) as inverse from routes")

    def setUp(self):
        super().setUp()
        self.bare = self.server.address
        self.database = self.bare + " password=" + PASSWORD

    def tearDown(self):
        self.assert_kept_secret(PASSWORD)

    def end(self, process, status=0):
        said = super().end(process, status)
        self.assertEqual(list(
            (self.directory / "tmp").iterdir()), [], "left in TMPDIR") if status == 0 else None
        return said

    def table(self, name):
        return self.database + "|layername=" + name

    # ---- sources ----

    def test_routes_and_zones(self):
        """The key is the order, however the rows lie; it is a field besides."""
        self.analyze("routes.gpkg", "file", zones="zones.gpkg")
        for routes in self.table(
                "routes"), self.database + " tables=routes", self.database + " tables=routes(geom)":
            self.analyze(routes, "base", "--force", zones=self.table("zones"))
            ours, theirs = self.files("base"), self.files("file")
            for name in set(theirs) - {"summary.json", "routes.geojson", "zones.geojson"}:
                self.assertTrue(ours[name] == theirs[name], name)
        for name in "routes.geojson", "zones.geojson":
            ours, theirs = (json.loads(files[name])["features"]
                            for files in (self.files("base"), self.files("file")))
            self.assertEqual([one["properties"].pop("number") for one in ours],
                             list(range(1, len(ours) + 1)))
            self.assertEqual(ours, theirs)
        self.assertEqual(
            self.inputs_of("base"),
            {
                kind: [{
                    "file": name, "size": None, "sha256": None
                }]
                for kind,
                name in (("zones", self.bare + " password=***|layername=zones"),
                         ("routes", self.bare + " password=*** tables=routes(geom)"))
            })

    def test_other_schemas_and_keys(self):
        """A key of text orders as the database orders text (here as bytes, since it has no
        locale)."""
        self.analyze("routes.gpkg", "file", "--layers", "statistics")
        lines = self.files("file")["statistics.csv"].splitlines(keepends=True)
        # The rows of one route stay together.
        ordered = lines[:1] + sorted(lines[1:], key=lambda line: line.split(b",")[0])
        for routes in (self.table("elsewhere.tracks"),
                       self.database + " active_schema=elsewhere tables=tracks",
                       self.database + " schemas=elsewhere|layername=tracks"):
            self.analyze(routes, "base", "--layers", "statistics", "--force")
            self.assertEqual(
                self.files("base")["statistics.csv"].splitlines(keepends=True), ordered)

    def test_without_a_key(self):
        """The same rows are read in the same order wherever they lie, and from a view."""
        results = []
        for name in "keyless", "keyless_too", "seen":
            self.analyze(self.table(name), name, "--layers", "statistics,passages")
            results.append({
                file: content
                for file,
                content in self.files(name).items()
                if file != "summary.json"
            })
        self.assertEqual(results[0], results[1])
        self.assertEqual(results[0], results[2])
        # which puts them elsewhere in the table
        self.server.sql("update keyless set kind = kind where number % 3 = 0")
        self.analyze(self.table("keyless"), "again", "--layers", "statistics,passages")
        self.assert_same("again", "keyless")

    def test_the_database_evaluates_conditions(self):
        condition = "kind = 'a' AND number %% 2 = 0 AND st_npoints(geom) > %d -- not many"
        self.analyze(self.table("routes"), "base", "--where", condition % 5)
        ids = {
            one["properties"]["route_id"]
            for one in json.loads(self.files("base")["routes.geojson"])["features"]
        }
        wanted = set(
            self.server.sql(
                "select id from routes where kind = 'a' and number % 2 = 0 and st_npoints(geom) > 5"
            ))
        self.assertGreater(len(wanted), 100)
        self.assertEqual(ids, wanted)
        declared = [
            line for line in self.server.log.splitlines()
            if "DECLARE" in line and "WHERE (" + condition % 5 in line
        ]
        self.assertTrue(declared)
        for shard in "1/2", "2/2":
            self.analyze(self.table("routes"), "parts", "--shard", shard, "--where", condition % 5)
        self.call("merge", "parts/part-1-of-2", "parts/part-2-of-2", "-o", "merged")
        self.assert_same("merged", "base")

    def test_parts(self):
        self.analyze(self.table("routes"), "whole", zones=self.table("zones"))
        for shard in "3/3", "1/3", "2/3":
            self.analyze(self.table("routes"), "parts", "--shard", shard, zones=self.table("zones"))
        parts = ["parts/part-%d-of-3" % shard for shard in (1, 2, 3)]
        # Parts do not hold the password, and the zones are read again.
        said = self.call("merge", *parts, "-o", "merged", status=2)
        self.assertRegex(
            said,
            r"PG:host=.* password=\*\*\*\|layername=zones: cannot be opened: .*no password "
            r"supplied.*\(PGPASSWORD, ~/.pgpass\)")
        self.call("merge", *parts, "-o", "merged", PGPASSWORD=PASSWORD)
        self.assert_same("merged", "whole")
        (self.directory / "pgpass").write_text("*:*:*:*:%s\n" % PASSWORD)
        (self.directory / "pgpass").chmod(0o600)
        self.call("merge",
                  *parts,
                  "-o",
                  "merged",
                  "--force",
                  PGPASSFILE=str(self.directory / "pgpass"))
        (self.directory / "pgpass").unlink()
        self.assert_same("merged", "whole")

    def test_tables_that_change(self):
        self.server.sql(
            "create table changing as select * from routes; alter table changing add primary key "
            "(number);"
            "create table changing_zones as select * from zones")
        for shard in "1/2", "2/2":
            self.analyze(self.table("changing"),
                         "parts",
                         "--shard",
                         shard,
                         zones=self.table("changing_zones"))
            self.analyze(self.table("changing"),
                         "others",
                         "--shard",
                         shard,
                         zones=self.table("changing_zones"))
            self.server.sql("delete from changing where number = 7")
        said = self.call("merge",
                         "parts/part-1-of-2",
                         "parts/part-2-of-2",
                         "-o",
                         "merged",
                         status=2)
        self.assertIn(
            "are not of one batch: between them %s password=***|layername=changing has changed" %
            self.bare,
            said)
        self.analyze(self.table("changing"),
                     "others",
                     "--shard",
                     "1/2",
                     "--force",
                     zones=self.table("changing_zones"))
        self.server.sql(
            "update changing_zones set geom = st_translate(geom, 1e-9, 0) where id = 'a'")
        said = self.call("merge",
                         "others/part-1-of-2",
                         "others/part-2-of-2",
                         "-o",
                         "merged",
                         status=2,
                         PGPASSWORD=PASSWORD)
        self.assertIn("the zones have changed since others/part-1-of-2 was written", said)

    def test_what_is_wrong(self):
        fails = self.analyze
        self.assertIn('there is no layer "none"; the layers are: ',
                      fails(self.table("none"), "result", status=2))
        self.assertIn("has no coordinate reference system",
                      fails(self.table("nowhere"), "result", status=2))
        self.assertIn("has no flight: expected lines",
                      fails(self.table("points"), "result", status=2))
        said = fails(self.table("routes"), "result", "--route-id", "call", status=2)
        self.assertIn('there is no field "call" for ids; the fields are: number, id, kind, speed',
                      said)
        said = fails(self.table("routes"), "result", "--where", "colour = 1", status=2)
        self.assertIn('"colour = 1" cannot be asked of it: column "colour" does not exist', said)
        self.assertIn('cannot be asked of it: syntax error at or near',
                      fails(self.table("routes"), "result", "--where", "kind = = 1", status=2))
        said = fails(self.table("routes"),
                     "result",
                     "--where",
                     "1 / (number - 1500) < 10",
                     status=3)
        self.assertIn("|layername=routes: its features cannot be counted: ERROR:  division by zero",
                      said)
        said = fails(self.table("breaks"), "result", status=3)
        self.assertRegex(
            said,
            r"\|layername=breaks: cannot be read on after feature #\d+: ERROR:  division by zero")
        said = fails("PG:host=%s dbname=x password=%s" % (self.directory, PASSWORD),
                     "result",
                     status=2)
        self.assertRegex(
            said,
            r"password=\*\*\*: cannot be opened: .*No such file or directory.*: are host, port, "
            r"user and dbname right")
        self.assertIn("no password supplied", fails(self.bare, "result", status=2))
        self.assertIn("authentication failed",
                      fails(self.bare + " password=wrong", "result", status=2))
        self.assertIn(
            'database "none" does not exist',
            fails(self.database.replace("dbname=postgres", "dbname=none"), "result", status=2))
        self.assertIn("cannot be opened", fails("routes.gpkg", "result", zones=self.bare, status=2))
        self.assertFalse((self.directory / "result").exists())

    def test_a_connection_that_is_lost(self):
        """What was done is kept, and gone on with; results are rows of a database too."""
        slowly = ("pg_sleep(CASE WHEN current_query() LIKE 'FETCH%' THEN 0.003 ELSE 0 END) IS NOT "
                  "NULL")
        for output, layers in (
                ("result", "statistics,passages"),
                (self.database + " active_schema=resumed", "statistics,passages")):
            arguments = [
                self.table("routes"), output, "--where", slowly, "--layers", layers, "-j", "1"
            ]
            if output != "result":
                self.server.sql("create schema resumed")
            process = self.start("analyze",
                                 arguments[0],
                                 "--zones",
                                 "zones.geojson",
                                 "-o",
                                 *arguments[1:])
            end = time.monotonic() + 100
            while not list(self.directory.rglob(".*.partial/.journal")):
                self.assertLess(time.monotonic(), end)
                self.assertIsNone(process.poll())
                time.sleep(0.05)
            self.assert_kept_secret(PASSWORD)
            self.assertEqual(
                self.server.sql(
                    "select pg_terminate_backend(pid) from pg_stat_activity where query like "
                    "'FETCH%'"), ["t"])
            said = self.end(process, 3)
            self.assertRegex(
                said,
                r"cannot be read on after feature #\d+: .*: what was done \(\d+ routes\) is kept: "
                r"go on with it \(the same command with --resume\)")
            said = self.analyze(*arguments, status=2)
            self.assertIn(
                "that was to write %s was interrupted: go on with it, or start anew (--resume" %
                output.replace(PASSWORD, "***"),
                said)
            self.analyze(*arguments, "--resume")
        self.analyze(self.table("routes"),
                     "whole",
                     "--where",
                     slowly.replace("0.003", "0.000"),
                     "--layers",
                     layers)
        for name in "statistics.csv", "passages.geojson":
            self.assertTrue(self.files("result")[name] == self.files("whole")[name], name)
        self.assert_statistics("resumed", "whole")

    # ---- sinks ----

    def statistics(self, schema):
        """The rows as statistics.csv has them."""
        return [
            line.replace(".000Z", "Z").split("|") for line in self.server.sql(
                "select route_id, zone_id, length_m, inside_m, passages, crossings, nearest_m, "
                "first_entry_m, last_exit_m, "
                "to_char(first_entry_time at time zone 'UTC', "
                "'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), "
                "to_char(last_exit_time at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), "
                "within_m, within_at_most_m, gap_m, gap_s "
                "from %s.statistics order by fid" % schema)
        ]

    def assert_statistics(self, schema, folder):
        """As in the file, where metres have six decimals."""
        ours, theirs = self.statistics(schema), [
            line.decode().split(",")
            for line in self.files(folder)["statistics.csv"].splitlines()[1:]
        ]
        self.assertEqual(len(ours), len(theirs))
        for row, other in zip(ours, theirs):
            for column, (value, wanted) in enumerate(zip(row, other, strict=True)):
                if column in (2, 3, 6, 7, 8, 11, 12, 13, 14) and wanted:
                    self.assertLess(abs(float(value) - float(wanted)), 0.6e-6)
                else:
                    self.assertEqual(value, wanted)

    def content(self, name, layer):
        """Fields and geometry of each row."""
        dataset = gdal.OpenEx(name, gdal.OF_VECTOR)
        rows = []
        for one in dataset.GetLayerByName(layer):
            fields = {
                key: value
                for key, value in one.items().items()
                if key not in ("fid", "number")
            }
            geometry = one.GetGeometryRef()
            rows.append((fields, None if geometry is None else bytes(geometry.ExportToIsoWkb())))
        return rows

    def schema(self, name):
        self.server.sql("create schema %s" % name)
        return "%s active_schema=%s" % (self.database, name)

    def tables(self, schema):
        return sorted(
            self.server.sql("select tablename from pg_tables where schemaname = '%s'" % schema))

    def test_tables(self):
        output = self.schema("results")
        said = self.analyze(self.table("routes"), output, zones=self.table("zones"))
        self.assertIn("Results in %s password=*** active_schema=results\n" % self.bare, said)
        self.analyze(self.table("routes"),
                     "package",
                     "--formats",
                     "gpkg",
                     zones=self.table("zones"))
        self.assertEqual(self.tables("results"), sorted(LAYERS + ["overflight_summary"]))
        for layer in LAYERS:
            ours, theirs = self.content(output, layer), self.content(
                str(self.directory / "package" / "analysis.gpkg"), layer)
            self.assertGreater(len(ours), 0, layer)
            self.assertEqual(len(ours), len(theirs))
            for (fields, geometry), (other_fields, other_geometry) in zip(ours, theirs):
                self.assertEqual(geometry, other_geometry)
                self.assertEqual(set(fields), set(other_fields))
                for key, value in fields.items():
                    if isinstance(value, float):  # GDAL writes 15 digits
                        self.assertLessEqual(abs(value - other_fields[key]), 1e-14 * abs(value))
                    else:
                        self.assertEqual(value, other_fields[key])
        self.assertEqual(
            self.server.sql(
                "select f_table_name, f_geometry_column, coord_dimension, srid, type from "
                "geometry_columns "
                "where f_table_schema = 'results' order by 1"),
            [
                "crossings|geom|3|4326|POINT",
                "nearest|geom|2|4326|MULTILINESTRING",
                "passages|geom|3|4326|MULTILINESTRING",
                "routes|geom|3|4326|MULTILINESTRING",
                "zones|geom|2|4326|MULTIPOLYGON"
            ])
        self.assertEqual(
            self.server.sql(
                "select tablename from pg_indexes where schemaname = 'results' and indexdef like "
                "'%USING gist (geom)' "
                "order by 1"), ["crossings", "nearest", "passages", "routes", "zones"])
        columns = ("from information_schema.columns where table_schema = 'results' and table_name "
                   "= 'passages'")
        types = dict(
            line.split("|") for line in self.server.sql("select column_name, data_type " + columns))
        self.assertEqual(types["entry_time"], "timestamp with time zone")
        self.assertEqual(types["length_m"], "double precision")
        self.assertEqual(types["passage"], "bigint")
        described = self.server.sql("select obj_description('results.passages'::regclass), "
                                    "col_description('results.passages'::regclass, "
                                    "ordinal_position) %s and column_name = 'entry_m'" % columns)
        self.assertRegex(described[0], r"^.{10,}\|.{5,}$")
        summary = json.loads("\n".join(
            self.server.sql("select summary from results.overflight_summary")))
        package = json.loads(self.files("package")["summary.json"])
        self.assertEqual(summary["totals"], package["totals"])
        self.assertEqual(summary["inputs"], package["inputs"])
        self.assertEqual(summary["files"],
                         [{
                             "table": layer, "rows": len(self.content(output, layer))
                         } for layer in LAYERS])

    def test_tables_of_others_are_left_alone(self):
        output = self.schema("taken")
        self.server.sql(
            "create table taken.routes (mine int); create table taken.overflight_summary (summary "
            "text);"
            "create view taken.nearest as select 1 as one")
        for options in [], ["--force"]:
            said = self.analyze("routes.fgb", output, *options, status=2)
            self.assertIn(
                'has something called "routes" in the schema taken, which no analysis made that '
                'is there',
                said)
        self.server.sql("drop table taken.overflight_summary")
        # Nothing else of those names is in the way of what is written.
        self.analyze("routes.fgb", output, "--layers", "statistics,zones")
        self.assertEqual(self.tables("taken"),
                         ["overflight_summary", "routes", "statistics", "zones"])
        said = self.analyze("routes.fgb", output, "--layers", "zones", status=2)
        self.assertIn(
            "has the tables of an earlier analysis in the schema taken: choose another one "
            "(active_schema=NAME), or ask",
            said)
        self.analyze("routes.fgb", output, "--layers", "zones", "--force")
        self.assertEqual(self.tables("taken"), ["overflight_summary", "routes", "zones"])
        self.assertIn(
            'called "nearest"',
            self.analyze("routes.fgb", output, "--layers", "nearest", "--force", status=2))

    def test_all_or_nothing(self):
        output = self.schema("whole")
        self.analyze("routes.fgb", output, "--layers", "statistics,zones")
        before = self.statistics("whole")
        self.server.sql("create view whole.mine as select * from whole.zones")
        said = self.analyze("routes.fgb",
                            output,
                            "--layers",
                            "statistics,passages",
                            "--search-km",
                            "0",
                            "--force",
                            status=3)
        self.assertIn("view mine depends on table zones", said)
        self.assertEqual(self.tables("whole"), ["overflight_summary", "statistics", "zones"])
        self.assertEqual(self.statistics("whole"), before)
        # A failure when much is written already: the last table is not what it is taken for.
        self.server.sql(
            "drop view whole.mine; create function whole.refuse() returns event_trigger language "
            "plpgsql as $$ begin "
            "if exists (select from pg_event_trigger_ddl_commands() where object_identity = "
            "'whole.overflight_summary') then "
            "raise 'disk is full'; end if; end $$; create event trigger refuse on ddl_command_end "
            "when tag in ('CREATE TABLE') execute function whole.refuse()")
        try:
            said = self.analyze("routes.fgb",
                                output,
                                "--layers",
                                "statistics,passages",
                                "--search-km",
                                "0",
                                "--force",
                                status=3)
        finally:
            self.server.sql("drop event trigger refuse")
        self.assertRegex(
            said,
            "cannot write %s password=\\*\\*\\* active_schema=whole: .*disk is full" % self.bare)
        self.assertEqual(self.statistics("whole"), before)
        self.assertEqual(self.tables("whole"), ["overflight_summary", "statistics", "zones"])
        self.analyze("routes.fgb",
                     output,
                     "--layers",
                     "statistics,passages",
                     "--search-km",
                     "0",
                     "--force")
        self.assertNotEqual(self.statistics("whole"), before)
        self.assertEqual(self.tables("whole"), ["overflight_summary", "passages", "statistics"])

    def test_what_was_left_out(self):
        lines = (self.folder / "routes.geojsonl").read_text().splitlines()[:20]
        bad = json.loads(lines[3])
        bad["geometry"]["coordinates"][0][1] = 91
        bad["properties"].update(id='"no, r3"')
        odd = json.loads(lines[4])
        odd["properties"].update({"xmin": 1, "Kind": "A", 'it\'s "odd"': True, "fid": 12})
        (self.directory / "some.geojsonl").write_text("\n".join(
            [*lines[:3], json.dumps(bad), json.dumps(odd), *lines[5:]]))
        output = self.schema("left_out")
        said = self.analyze("some.geojsonl", output, "--skip-invalid")
        self.assertIn("1 feature was left out: the table rejected says why.", said)
        self.assertEqual(
            self.server.sql("select file, feature, reason from left_out.rejected"),
            [
                'some.geojsonl|"no, r3"|latitude 91 of position 1 is beyond ±90; are latitude and '
                'longitude swapped?'
            ])
        # Columns that a table has anyway, or that differ in capitals only, get a number.
        self.assertEqual(
            self.server.sql(
                """select xmin_2, "Kind_2", "it's ""odd""\", fid_2 from left_out.routes """
                "where route_id = 'r4'"), ["1|A|t|12"])
        self.analyze("some.geojsonl", output, "--skip-invalid", "--layers", "statistics", "--force")
        self.assertEqual(self.tables("left_out"), ["overflight_summary", "rejected", "statistics"])

    def test_merging_into_a_database(self):
        output = self.schema("merged")
        for shard in "1/2", "2/2":
            self.analyze("routes.fgb", "parts", "--shard", shard, "--formats", "gpkg")
            self.analyze("routes.fgb", "texts", "--shard", shard)
        self.analyze("routes.fgb", self.schema("one_run"), "--formats", "gpkg")
        self.assertIn(
            "make them in the format gpkg (--formats gpkg)",
            self.call("merge", "texts/part-1-of-2", "texts/part-2-of-2", "-o", output, status=2))
        self.call("merge", "parts/part-1-of-2", "parts/part-2-of-2", "-o", output)
        for layer in LAYERS + ["overflight_summary"]:
            self.assertEqual(self.content(output, layer),
                             self.content(self.database + " active_schema=one_run", layer),
                             layer)

    def test_what_cannot_be_written(self):
        fails, before = self.analyze, self.tables("public")
        self.server.sql("create database bare; create role reader login password '%s';"
                        "create schema closed; grant usage on schema closed to reader" % PASSWORD)
        self.assertIn("it has no PostGIS, or not the schema that is named",
                      fails("routes.fgb", self.database + " active_schema=none", status=2))
        self.assertIn(
            "it has no PostGIS",
            fails("routes.fgb", self.database.replace("dbname=postgres", "dbname=bare"), status=2))
        self.assertIn("no password supplied", fails("routes.fgb", self.bare, status=3))
        self.assertIn(
            "permission denied for schema closed",
            fails("routes.fgb",
                  self.database.replace("user=postgres", "user=reader") + " active_schema=closed",
                  status=3))
        self.assertIn("formats are for files",
                      fails("routes.fgb", self.database, "--formats", "csv", status=2))
        self.assertIn("parts cannot be written into a database",
                      fails("routes.fgb", self.database, "--shard", "1/2", status=2))
        self.assertIn("of databases, only those of PostgreSQL",
                      fails("routes.fgb", "MYSQL:x,user=u,password=" + PASSWORD, status=2))
        self.assertEqual(self.tables("public"), before)
        shared = self.directory / "tmp" / ("overflight-%d" % os.geteuid())
        shared.mkdir(0o777)
        shared.chmod(0o777)
        self.assertIn("is not a folder that is yours and closed to others",
                      fails("routes.fgb", self.schema("unused"), status=2))


if __name__ == "__main__":
    try:
        programs()
    except Missing as missing:
        print("skipped:", missing)
        sys.exit(77)
    main()
