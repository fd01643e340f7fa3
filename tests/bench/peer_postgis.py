"""PostGIS: the length of routes inside a zone, in three ways. Each way measures as many routes,
from the first, as fit into its budget of seconds. What is returned is seconds of the processor, of
the server and of the program that fills it."""
import collections
import os
import sys

from measure import run

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "remote", "servers"))
from postgres import Missing, Postgres  # noqa: E402,F401

Answer = collections.namedtuple("Answer", "other_s computing_s measured peak_mb inside")

# A route that PostGIS cannot overlay (its planar overlay throws now and then) is counted instead of
# ending the statement.
FUNCTION = """
create or replace function inside(line geography) returns float8 language plpgsql as $$
declare found float8;
begin
    %s
    return coalesce(found, 0);
exception when others then return null;
end $$;
"""
# What the manual suggests; it goes through a plane that PostGIS chooses for each pair.
GEOGRAPHY = "select ST_Length(ST_Intersection(line, area)) into found from zone;"
# What careful people do: a point every 10 km on each geodesic, then longitude and latitude as a
# plane, cut where neither zone nor route is.
DENSIFIED = """
    select ST_Length(ST_Intersection({shift}(ST_Segmentize(line, 10000)::geometry), area)
        ::geography) into found from plane;"""
# And what those do who are in a hurry besides: the zone in pieces of 256 vertices, with an index.
SUBDIVIDED = """
    select sum(ST_Length(ST_Intersection(l.way, p.area)::geography)) into found
    from (select {shift}(ST_Segmentize(line, 10000)::geometry) as way) l
    join piece p on ST_Intersects(l.way, p.area);"""
WAYS = (
    ("PostGIS geography", GEOGRAPHY, ""),
    ("PostGIS, densified 10 km", DENSIFIED,
     "create table plane as select ST_UnaryUnion({shift}(area::geometry)) as area from zone;"),
    ("PostGIS, densified, zone subdivided", SUBDIVIDED,
     "create table piece as select ST_Subdivide(ST_UnaryUnion({shift}(area::geometry)), 256) "
     "as area from zone;"
     "create index on piece using gist (area); analyze piece;"),
)
# Slices of 1, 2, 4, ... routes: a slice twice as large takes twice as long, about, and the last
# must still fit, unless there are hardly any yet.
MEASURE = """
do $$
declare
    done int := 0; size int := 1; spent float8 := 0; last float8; begun timestamptz;
begin
    while done < {total} loop
        begun := clock_timestamp();
        insert into found
            select id, inside(line) from route where number > done and number <= done + size;
        last := extract(epoch from clock_timestamp() - begun);
        spent := spent + last;
        done := least(done + size, {total});
        exit when done >= 10 and spent + 2 * last > {budget};
        size := 2 * size;
    end loop;
    insert into spent values (done);
end $$;
"""


def load(server, zone, routes):
    """Into tables as geographies; seconds."""
    server.sql("drop table if exists zone, route, plane, piece, found, spent")
    begin, loaders = server.cpu_s(), 0.0
    for table, column, file in ("zone", "area", zone), ("route", "line", routes):
        loaders += run("ogr2ogr", "-f", "PostgreSQL", server.address, file, "-nln", table,
                       "-lco", "GEOMETRY_NAME=" + column, "-lco", "GEOM_TYPE=geography",
                       "-lco", "FID=number", "-lco", "SPATIAL_INDEX=NONE",
                       "-nlt", "PROMOTE_TO_MULTI" if table == "zone" else "LINESTRING",
                       "--config", "PG_USE_COPY", "YES").cpu_s
    server.sql("analyze zone; analyze route")
    return loaders + server.cpu_s() - begin


def measure(server, zone, routes, total, over_pacific, budget):
    """Yields the name of a way and its Answer."""
    shift = "ST_ShiftLongitude" if over_pacific else ""
    loading = load(server, zone, routes)
    for name, query, preparing in WAYS:
        begin = server.cpu_s()
        server.sql("set client_min_messages = error;" + preparing.format(shift=shift))
        prepared = server.cpu_s()
        lines = server.sql("set client_min_messages = error; drop table if exists found, spent;"
                           "create table found (id text, inside_m float8);"
                           "create table spent (routes int);"
                           + FUNCTION % query.format(shift=shift)
                           + MEASURE.format(total=total, budget=budget)
                           + "select * from spent;"
                           # The memory of this backend, with the shared pages that it touched.
                           + "select (regexp_match(pg_read_file('/proc/self/status'), "
                           "'VmHWM:\\s+(\\d+)'))[1];"
                           + "select * from found;")
        computing = server.cpu_s() - prepared
        inside = {number: float(value) if value else None
                  for number, value in (line.split("|") for line in lines[2:])}
        yield name, Answer(loading + prepared - begin, computing, int(lines[0]),
                           int(lines[1]) / 1024, inside)
