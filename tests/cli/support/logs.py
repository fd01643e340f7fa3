"""One flight, as the tables and receivers' logs have it that people really keep. None of it is made
by the project's own code. Fixes are (lon, lat, metres, seconds since BEGIN)."""
import datetime
import json

BEGIN = datetime.datetime(2020, 6, 1, 23, 40, tzinfo=datetime.timezone.utc)
UNIX = BEGIN.timestamp()
FOOT = 0.3048
HEX, CALL = "3c6444", "DLH400"


def when(seconds):
    return BEGIN + datetime.timedelta(seconds=seconds)


def iso(seconds, zone="Z"):
    return when(seconds).isoformat(timespec="milliseconds").replace("+00:00", zone)


def opensky(fixes, mark=",", end="\n", head=""):
    """State vectors: the position is told once more before the next one comes."""
    out = [mark.join(
        "time icao24 lat lon velocity heading vertrate callsign onground alert spi squawk "
        "baroaltitude geoaltitude lastposupdate lastcontact".split())]
    for lon, lat, z, t in fixes:
        for late in 1, 4:
            out.append(mark.join(map(str, (
                int(UNIX + t) + late, HEX, repr(lat), repr(lon), 200.5, 90, 0, CALL + "  ", "False",
                "False", "False", "1000", repr(z), "", repr(UNIX + t), UNIX + t + late))))
        out.append(mark.join((str(int(UNIX + t) + 9), HEX, "NaN", "NaN", *[""] * 12)))
    return head + end.join(out) + end


def fr24(fixes):
    rows = [f'{UNIX + t:.0f},{iso(t)},{CALL},"{lat!r},{lon!r}",{z / FOOT:.0f},400,90'
            for lon, lat, z, t in fixes]
    return "Timestamp,UTC,Callsign,Position,Altitude,Speed,Direction\n" + "\n".join(rows) + "\n"


def granular(fixes):
    def moment(t):
        at = when(t)
        return f"{at:%Y-%m-%d %H:%M:%S}Z.{at.microsecond // 1000:03d}"
    rows = [f"{moment(t)},{HEX.upper()},{CALL},{lat!r},{lon!r},{z / FOOT:.3f},400"
            for lon, lat, z, t in fixes]
    return "Time,Hex,Callsign,Latitude,Longitude,Altitude (ft),Ground speed\n" + "\n".join(rows)


def snapshots(fixes):
    rows = [f"{UNIX + t:.0f},{z / FOOT:.0f},90,{lat!r},{lon!r},17,400,1000"
            for lon, lat, z, t in fixes]
    return ("snapshot_id,altitude,heading,latitude,longitude,radar_id,speed,squawk\n" +
            "\n".join(rows) + "\n")


def flight_points(fixes):
    """EUROCONTROL's archive for research."""
    rows = [f'"186858226","{i}","{when(t):%d-%m-%Y %H:%M:%S}","{z / FOOT / 100!r}","{lat!r}",'
            f'"{lon!r}"' for i, (lon, lat, z, t) in enumerate(fixes)]
    return ('"ECTRL ID","Sequence Number","Time Over","Flight Level","Latitude","Longitude"\n' +
            "\n".join(rows) + "\n")


def cpr(fixes):
    def angle(value, digits, signs):
        seconds = round(abs(value) * 3600)
        return (f"{seconds // 3600:0{digits}d}{seconds // 60 % 60:02d}{seconds % 60:02d}"
                f"{signs[value < 0]}")
    return "".join(
        f"{i};9921;{when(t + 3):%y/%m/%d %H:%M:%S};{when(t):%y/%m/%d %H:%M:%S};1;{i};8;74;{CALL};"
        f"EDDF;KJFK;20/06/01 23:20:00;{angle(lat, 2, 'NS')} {angle(lon, 3, 'EW')};"
        f"{z / FOOT / 100!r};Continuing;1000;400;90;0;LEVEL_FLIGHT;AA00000104;{HEX}\n"
        for i, (lon, lat, z, t) in enumerate(fixes))


def so6(fixes):
    def clock(t):
        return str(int(f"{when(t):%H%M%S}"))
    return "".join(
        f"A_B EDDF KJFK B748 {clock(a[3])} {clock(b[3])} {a[2] / FOOT / 100!r} "
        f"{b[2] / FOOT / 100!r} 2 {CALL} {when(a[3]):%y%m%d} {when(b[3]):%y%m%d} {a[1] * 60!r} "
        f"{a[0] * 60!r} {b[1] * 60!r} {b[0] * 60!r} 186858226 {i + 1} 12.5 0\n"
        for i, (a, b) in enumerate(zip(fixes, fixes[1:])))


def airdata(fixes):
    rows = [f"{t * 1000:.0f},{when(t):%Y-%m-%d %H:%M:%S},{lat!r},{lon!r},0,{z / FOOT!r},0,10"
            for lon, lat, z, t in fixes]
    return ("time(millisecond),datetime(utc),latitude,longitude,height_above_takeoff(feet),"
            "altitude_above_seaLevel(feet),height_sonar(feet),speed(mph)\n"
            "-100,2020-06-01 23:39:59,0.0,0.0,0,0,0,0\n" + "\n".join(rows) + "\n")


def geolife(fixes):
    rows = []
    for lon, lat, z, t in fixes:
        days = (when(t) - datetime.datetime(1899, 12, 30, tzinfo=datetime.timezone.utc)
                ) / datetime.timedelta(days=1)
        rows.append(f"{lat!r},{lon!r},0,{z / FOOT!r},{days:.10f},{when(t):%Y-%m-%d,%H:%M:%S}")
    return ("Geolife trajectory\r\nWGS 84\r\nAltitude is in Feet\r\nReserved 3\r\n"
            "0,2,255,My Track,0,0,2,8421376\r\n0\r\n" + "\r\n".join(rows) + "\r\n")


def flight_deck(fixes):
    """Garmin's integrated flight decks; the clock is two hours ahead of UTC."""
    rows = [f"{when(t + 7200):%Y-%m-%d, %H:%M:%S},  02:00,  WAYPT, {lat!r}, {lon!r}, 0, 29.92, "
            f"{z / FOOT!r}" for lon, lat, z, t in fixes]
    return ('#airframe_info, log_version="1.00", airframe_name="Cessna T182T"\n'
            "#yyy-mm-dd, hh:mm:ss, hh:mm, ident, degrees, degrees, ft Baro, inch, ft msl\n"
            "  Lcl Date, Lcl Time, UTCOfst, AtvWpt,     Latitude,    Longitude,    AltB, BaroA,"
            "  AltMSL\n" + "\n".join(rows) + "\n")


def xplane(fixes):
    """Its data output knows no date."""
    rows = [f"{t:.5f} |{t:.5f} |{lat!r} |{lon!r} |{z / FOOT!r} |" for lon, lat, z, t in fixes]
    return ("   _real,_time |   _totl,_time |   __lat,__deg |   __lon,__deg |   ___alt,ftmsl |\n" +
            "\n".join(rows) + "\n")


def custom(fixes):
    rows = [f"{lon!r};x;{lat!r};{UNIX * 1000 + t * 1000:.0f};{z!r};a b" for lon, lat, z, t in fixes]
    return "ost;note;nord;zeit;hoehe;wer\n" + "\n".join(rows) + "\n"


CUSTOM = "lon=ost,lat=nord,time_ms=zeit,sea_m=hoehe,id=wer"


def sbs(fixes):
    out = []
    for i, (lon, lat, z, t) in enumerate(fixes):
        at = when(t)
        stamp = f"{at:%Y/%m/%d,%H:%M:%S}.{at.microsecond // 1000:03d}"
        sent = "," if i % 3 == 0 else stamp  # the date may be empty
        out.append(f"MSG,3,1,1,{HEX.upper()},1,{sent},{stamp},,{z / FOOT!r},,,{lat!r},{lon!r},,,0,"
                   "0,0,0")
        if i == 5:
            out.append(f"MSG,1,1,1,{HEX.upper()},1,{stamp},{stamp},{CALL}  ,,,,,,,,,,,")
        out.append(f"MSG,4,1,1,{HEX.upper()},1,{stamp},{stamp},,,400,90,,,0,,,,,")
    return "\r\n".join(out) + "\r\n"


def nmea(fixes):
    def angle(value, digits, signs):
        value, side = abs(value), signs[value < 0]
        degrees = int(value)
        return f"{degrees:0{digits}d}{(value - degrees) * 60:010.7f},{side}"

    def sentence(body):
        total = 0
        for byte in body.encode():
            total ^= byte
        return f"${body}*{total:02X}\r\n"
    out = [sentence("GPGSV,1,1,00")]
    for i, (lon, lat, z, t) in enumerate(fixes):
        at = when(t)
        clock = f"{at:%H%M%S}.{at.microsecond // 1000:03d}"
        place = angle(lat, 2, "NS") + "," + angle(lon, 3, "EW")
        out.append(sentence(f"GPGGA,{clock},{place},1,08,0.9,{z!r},M,46.9,M,,"))
        if i % 3 == 2 or i == 1:  # the date comes later, and not with each fix
            out.append(sentence(f"GPRMC,{clock},A,{place},022.4,084.4,{at:%d%m%y},003.1,W"))
    return "".join(out)


def tcx(fixes):
    points = [f"<Trackpoint><Time>{iso(t)}</Time><Position><LatitudeDegrees>{lat!r}"
              f"</LatitudeDegrees><LongitudeDegrees>{lon!r}</LongitudeDegrees></Position>"
              f"<AltitudeMeters>{z!r}</AltitudeMeters></Trackpoint>" for lon, lat, z, t in fixes]
    points.insert(3, f"<Trackpoint><Time>{iso(fixes[3][3])}</Time></Trackpoint>")
    return ('<?xml version="1.0"?><TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/'
            'TrainingCenterDatabase/v2"><Activities><Activity Sport="Other"><Id>2020-06-01</Id>'
            "<Lap><Track>" + "".join(points) + "</Track></Lap></Activity></Activities>"
            "</TrainingCenterDatabase>")


def readsb(fixes):
    more = {"type": "adsb_icao", "flight": CALL + "  ", "alt_geom": 33000}
    trace = [[t, lat, lon, z / FOOT, 400.5, 90.0, 1 if i == 0 else 0, 0,
              more if i % 4 == 1 else None, "adsb_icao", 1, 0, 280, 0.0]
             for i, (lon, lat, z, t) in enumerate(fixes)]
    return json.dumps({"icao": HEX, "r": "D-ABYA", "t": "B748", "dbFlags": 0, "timestamp": UNIX,
                       "trace": trace})


def tracks(fixes):
    """OpenSky's /tracks."""
    return json.dumps({"icao24": HEX, "callsign": CALL + " ", "startTime": UNIX, "endTime": UNIX,
                       "path": [[UNIX + t, lat, lon, z, 90.0, False] for lon, lat, z, t in fixes]})


def states(fixes):
    """OpenSky's /states, one answer after the other."""
    return "\n".join(json.dumps({"time": int(UNIX + t) + 3, "states": [
        [HEX, CALL + "  ", "Germany", UNIX + t, UNIX + t, lon, lat, z, False, 200.1, 90.0, 0, None,
         None, "1000", False, 0],
        ["aaaaaa", "GONE", "None", None, UNIX, None, None, None, False, 1, 1, 0, None, None, None,
         False, 0]]}) for lon, lat, z, t in fixes)


def feed(fixes):
    """Flightradar24's feed, one answer after the other."""
    return "\n".join(json.dumps({"full_count": 9, "version": 4, "3d144c19": [
        HEX.upper(), lat, lon, 90, z / FOOT, 400, "1000", "F-EDDF1", "B748", "D-ABYA",
        int(UNIX + t), "FRA", "JFK", "LH400", 0, 0, CALL, 0, "DLH"]}) for lon, lat, z, t in fixes)


def details(fixes):
    """One flight of Flightradar24."""
    return json.dumps({"result": {"response": {"data": {"flight": {
        "identification": {"id": "3d144c19", "number": {"default": "LH400"}, "callsign": CALL},
        "aircraft": {"identification": {"modes": HEX.upper()}},
        "track": [{"latitude": lat, "longitude": lon,
                   "altitude": {"feet": z / FOOT, "meters": z},
                   "speed": {"kmh": 700, "kts": 400}, "heading": 90, "squawk": "0",
                   "timestamp": int(UNIX + t)} for lon, lat, z, t in fixes]}}}}})


def frames(fixes):
    """As data frames write records."""
    return [{"timestamp": round((UNIX + t) * 1000), "icao24": HEX, "latitude": lat,
             "longitude": lon, "groundspeed": 400.0, "callsign": CALL, "altitude": z / FOOT}
            for lon, lat, z, t in fixes]


def records(fixes):
    rows = frames(fixes)
    rows.insert(4, dict(rows[4], latitude=None, longitude=None))
    return json.dumps(rows)


def record_lines(fixes):
    return "\n".join(map(json.dumps, frames(fixes)))


def columns(fixes):
    rows = frames(fixes)
    return json.dumps({name: {str(i): row[name] for i, row in enumerate(rows)}
                       for name in rows[0]})


def column_lists(fixes):
    rows = frames(fixes)
    return json.dumps({name: [row[name] for row in rows] for name in rows[0]})


# name of a file: how it is written, the steps of degrees and seconds that it can tell, whether its
# altitudes are of the pressure (and not over the sea, or over something that is not said)
FORMATS = {
    "opensky.csv": (opensky, 0, 0, True),
    "semicolon.csv": (lambda f: opensky(f, ";", "\r\n", "\ufeff"), 0, 0, True),
    "tab.tsv": (lambda f: opensky(f, "\t"), 0, 0, True),
    "fr24.csv": (fr24, 0, 1, True),
    "granular.csv": (granular, 0, 0.001, True),
    "snapshots.csv": (snapshots, 0, 1, True),
    "points.csv": (flight_points, 0, 1, True),
    "report.cpr": (cpr, 3600, 1, True),
    "m3.so6": (so6, 0, 1, True),
    "airdata.csv": (airdata, 0, 1, False),
    "geolife.plt": (geolife, 0, 1, False),
    "g1000.csv": (flight_deck, 0, 1, False),
    "sbs.txt": (sbs, 0, 0.001, True),
    "log.nmea": (nmea, 0, 0.001, False),
    "activity.tcx": (tcx, 0, 0.001, False),
    "trace.json": (readsb, 0, 0.001, True),
    "tracks.json": (tracks, 0, 0.001, True),
    "states.json": (states, 0, 0.001, True),
    "feed.json": (feed, 0, 1, True),
    "details.json": (details, 0, 1, True),
    "records.json": (records, 0, 0.001, True),
    "records.jsonl": (record_lines, 0, 0.001, True),
    "columns.json": (columns, 0, 0.001, True),
    "lists.json": (column_lists, 0, 0.001, True),
}
