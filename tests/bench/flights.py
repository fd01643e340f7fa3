#!/usr/bin/python3
"""Flights: how many fixes a second are read from each format, on one core, beside GDAL and Python's
own readers on the same file; and a table of rows out of order, in a bounded room."""
import os
import time

from measure import WANTED, arguments, at_most, fail, figures, load, run, table, wanted

options = arguments(__doc__, fixes=(2000000, "in each file"), mixed=(20000000, "out of order"),
                    times=(3, "runs"))
PROGRAM = os.path.join(options.build, "bench", "bench_flights")
COMMAND = os.path.join(options.build, "bin", "overflight")
AIRCRAFT, START, MOST_MB = 3000, 1577872800, 300
LIMITS = {"opensky.csv": 3, "plain.csv": 3, "trace.json": 3, "a.igc": 2, "a.gpx": 1.5,
          "a.kml": 1.5}


def moment(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(START + seconds))


def fix(i):
    """Each aircraft flies north-east, a fix each ten seconds; the fleet in turn."""
    aircraft, step = i % AIRCRAFT, i // AIRCRAFT
    lon, lat = -10 + aircraft % 97 * 0.4, 36 + aircraft % 89 * 0.25
    return aircraft, 10 * step, lon + step * 1e-3, lat + step * 5e-4


def opensky(file, order):
    file.write("time,icao24,lat,lon,velocity,heading,vertrate,callsign,onground,alert,spi,squawk,"
               "baroaltitude,geoaltitude,lastposupdate,lastcontact\n")
    for i in order:
        a, t, lon, lat = fix(i)
        file.write("%d,%06x,%.13f,%.13f,221.4,47.5,0.0,DLH%-5d,False,False,False,1000,%.2f,%.2f,"
                   "%.3f,%.3f\n" % (START + t, a * 5003, lat, lon, a, 9000 + a, 9100 + a,
                                    START + t - 0.3, START + t - 0.1))


def plain(file, order):
    file.write("flight_id,time,lat,lon,altitude_ft\n")
    for i in order:
        a, t, lon, lat = fix(i)
        file.write("%d,%d,%.6f,%.6f,%d\n" % (a, START + t, lat, lon, 30000 + a))


def trace(file, order):
    file.write('{"icao":"3c6444","timestamp":%d,"trace":[\n' % START)
    more = ('{"type":"adsb_icao","flight":"DLH400  ","alt_geom":33000,"track":330.0,"baro_rate":32,'
            '"nic":8,"rc":186,"sil_type":"perhour"}')
    for k, i in enumerate(order):
        file.write('%s[%.2f,%.6f,%.6f,32000,478.6,327.8,0,0,%s,"adsb_icao",33825,32,280,0.0]' %
                   (",\n" if k else "", k * 4.25, 16 + k * 1e-6, -88 - k * 1e-6,
                    "null" if k % 4 else more))
    file.write("]}\n")


def igc(file, order):
    file.write("AXXXBENCH\r\nHFDTE010120\r\n")
    for k, _ in enumerate(order):
        s = k % 86400
        file.write("B%02d%02d%02d54%05dN019%05dEA0%04d01050\r\n" %
                   (s // 3600, s // 60 % 60, s % 60, k % 60000, k * 7 % 60000, k % 10000))


def gpx(file, order):
    file.write('<?xml version="1.0"?><gpx version="1.1" creator="b" '
               'xmlns="http://www.topografix.com/GPX/1/1"><trk><name>a</name><trkseg>\n')
    for k, _ in enumerate(order):
        file.write('<trkpt lat="%.6f" lon="%.6f"><ele>%d</ele><time>%s</time></trkpt>\n' %
                   (54 + k * 1e-6, 19 + k * 1e-6, k % 9000, moment(k)))
    file.write("</trkseg></trk></gpx>\n")


def kml(file, order):
    file.write('<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2" '
               'xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><Placemark><name>a</name>'
               "<gx:Track><altitudeMode>absolute</altitudeMode>\n")
    for k, _ in enumerate(order):
        file.write("<when>%s</when><gx:coord>%.6f %.6f %d</gx:coord>\n" %
                   (moment(k), 19 + k * 1e-6, 54 + k * 1e-6, k % 9000))
    file.write("</gx:Track></Placemark></Document></kml>\n")


# In programs of their own, so that their time is theirs alone.
PYTHON = {
    ".csv": "import csv,sys\nn=0\nfor row in csv.DictReader(open(sys.argv[1])):\n"
            "    float(row['lon']); float(row['lat']); float(row['time']); n+=1\nprint(n)",
    ".json": "import json,sys\nprint(len(json.load(open(sys.argv[1]))['trace']))"}
GDAL = """import sys
from osgeo import ogr
points=sys.argv[2].split(',') if len(sys.argv)>2 else None
data=ogr.Open(sys.argv[1]); n=0
for layer in ([data.GetLayerByName(p) for p in points] if points else data):
    for feature in layer:
        g=feature.GetGeometryRef()
        n+=1 if g is None else g.GetPointCount() or 1
print(n)"""


def beside(path):
    """Million fixes a second of what others read of the same file."""
    found = {}
    end = os.path.splitext(path)[1]
    for name, script, more in (("Python", PYTHON.get(end), []),
                               ("GDAL", GDAL if end != ".json" and end != ".igc" else None,
                                ["track_points"] if end == ".gpx" else [])):
        if script is None:
            continue
        done = run("/usr/bin/python3", "-c", script, path, *more)
        if int(done.output) >= options.fixes:
            found[name] = int(done.output) / 1e6 / done.cpu_s
    return found


def shuffled(count):
    """All numbers below `count`, out of order, without a list of them: what this program needs of
    memory is a floor under what the kernel says of those that it starts. A generator of full
    period modulo a power of two (Knuth, TAOCP 2, 3.2.1.2), less what is too large."""
    modulus = 1 << max(count - 1, 1).bit_length()
    number = 1
    for _ in range(modulus):
        number = (number * 1664525 + 1013904223) % modulus
        if number < count:
            yield number


def write(name, how, order):
    path = os.path.join(options.folder, name)
    with open(path, "w", encoding="ascii") as file:
        how(file, order)
    return path


before, rows = load(), []
for name, how in (("opensky.csv", opensky), ("plain.csv", plain), ("trace.json", trace),
                  ("a.igc", igc), ("a.gpx", gpx), ("a.kml", kml)):
    path = write(name, how, range(options.fixes))
    found = [figures(PROGRAM, path) for _ in range(options.times)]
    if any(one["fixes"] != options.fixes for one in found):
        fail("%s: expected %d fixes, found %g" % (name, options.fixes, found[0]["fixes"]))
    rows.append(wanted(name, [one["million_a_s"] for one in found], "million fixes a CPU second",
                       ">= %g" % LIMITS[name]))
    for other, speed in beside(path).items():
        rows.append(wanted("  " + other, [speed], "million fixes a CPU second"))
    os.remove(path)

path = write("mixed.csv", plain, shuffled(options.mixed))
done = run(PROGRAM, path)
got = dict(line.split() for line in done.output.splitlines())
if int(float(got["fixes"])) != options.mixed or float(got["flights"]) != min(AIRCRAFT,
                                                                            options.mixed):
    fail("rows out of order: expected %d fixes, found %s" % (options.mixed, got["fixes"]))
rows += [wanted("{:,} rows out of order".format(options.mixed),
                [options.mixed / 1e6 / done.cpu_s], "million fixes a CPU second"),
         wanted("  peak of the memory", [done.peak_mb], "MB", "<= %d" % MOST_MB)]
os.remove(path)
print("load %s before and %s after\n" % (before, load()))
table(WANTED, rows)
at_most("peak MB with rows out of order", MOST_MB, done.peak_mb)
