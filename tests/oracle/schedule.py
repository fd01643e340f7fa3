#!/usr/bin/python3
# Tests: src/model/schedule*.c src/input/almanac/sky.c src/input/almanac/time_zones.c
"""Schedules against a brute-force twin, which shares nothing with the library: days are counted one
by one with Python's calendar and zoneinfo, and the sun is placed by NOAA's equations."""
import ctypes, datetime, itertools, math, os, random, sys, zoneinfo
from ctypes import POINTER, byref, c_bool, c_char_p, c_double, c_int64, c_size_t, c_void_p

UTC = datetime.timezone.utc
DAY = 86400
try:
    library = ctypes.CDLL(os.path.join(os.environ["OVERFLIGHT_BUILD"], "lib", "liboverflight.so"))
except OSError as why:
    if "__asan" not in str(why):
        raise
    print("skipped: Python cannot load a library that is built with sanitizers")
    sys.exit(77)


class Error(ctypes.Structure):
    _fields_ = [("status", ctypes.c_int), ("message", ctypes.c_char * 1024),
                ("remedy", ctypes.c_int)]


class Schedule(ctypes.Structure):
    _fields_ = [("periods", c_void_p), ("count", c_size_t), ("unknown", c_bool)]


class Stretch(ctypes.Structure):
    _fields_ = [("from_s", c_double), ("until_s", c_double), ("sure", c_bool)]


class Stretches(ctypes.Structure):
    _fields_ = [("items", POINTER(Stretch)), ("count", c_size_t), ("room", c_void_p)]


class Box(ctypes.Structure):
    _fields_ = [(name, c_double) for name in ("west", "south", "east", "north")]


class Sun(ctypes.Structure):
    _fields_ = [(name, c_double) for name in ("noon_s", "rise_s", "set_s", "declination_deg")]


SUN = ctypes.CFUNCTYPE(c_bool, c_void_p, c_int64, c_double, c_double, c_double, POINTER(Sun))
INSTANTS = ctypes.CFUNCTYPE(c_bool, c_void_p, c_char_p, c_double, POINTER(c_double),
                            POINTER(c_double))


class Almanac(ctypes.Structure):
    _fields_ = [("sun", SUN), ("instants", INSTANTS), ("context", c_void_p)]


error = Error()
almanac = POINTER(Almanac)()
if library.ovf_almanac_open(byref(almanac), byref(error)) != 0:
    sys.exit(error.message.decode())
library.ovf_schedule_between.argtypes = [c_void_p, c_void_p, c_void_p, c_double, c_double, c_void_p,
                                         c_void_p]
found = Stretches()


def ask(text, box, from_s, until_s):
    """The stretches as a list of (from, until, sure), checked to be in order and apart."""
    schedule, written = Schedule(), c_char_p()
    if library.ovf_schedule_parse(text.encode(), None, byref(schedule), byref(error)) != 0:
        sys.exit(f"{text}: {error.message.decode()}")
    if library.ovf_schedule_between(byref(schedule), almanac, byref(box), from_s, until_s,
                                    byref(found), byref(error)) != 0:
        sys.exit(f"{text}: {error.message.decode()}")
    library.ovf_schedule_clear(byref(schedule))
    items = [(s.from_s, s.until_s, s.sure) for s in found.items[:found.count]]
    before = from_s, None
    for start, end, sure in items:
        assert before[0] <= start < end <= until_s, (text, items)
        assert before[0] < start or before[1] != sure, (text, items)
        before = end, sure
    return items


def state_at(items, t):
    return next((2 if sure else 1 for start, end, sure in items if start <= t < end), 0)


# ---- Clock times ----

NAMES = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
ZONES = ["Europe/Prague", "America/New_York", "Australia/Lord_Howe", "America/Havana",
         "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca", "America/St_Johns", "Asia/Tehran",
         "Pacific/Chatham", "Europe/Dublin", "America/Nuuk", "Asia/Beirut", "Antarctica/Troll"]


def instants(zone, wall):
    """Every instant that may be meant by a wall-clock time, in Unix seconds."""
    if isinstance(zone, datetime.timezone):
        return {wall.replace(tzinfo=zone).timestamp()}
    early, late = (wall.replace(tzinfo=zone, fold=fold).timestamp() for fold in (0, 1))
    if early <= late:
        return {early, late}
    # The clocks skip it: from the jump to when they would have shown it.
    low, high = late, early
    offset = datetime.datetime.fromtimestamp(low, zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.datetime.fromtimestamp(middle, zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return {high, early}


class Rule:
    """A random rule: its text, and whether it holds at an instant."""

    def __init__(self, rng):
        self.days = set(rng.sample(range(7), rng.randint(1, 6))) if rng.random() < .6 else None
        self.months = rng.choice([None, None, (3, 15, 10, 31), (11, 1, 2, 28)])
        whole = rng.random() < .2
        self.start = 0 if whole else rng.randrange(0, 1440, rng.choice([1, 30]))
        self.end = 1440 if whole else rng.randrange(0, 1441, rng.choice([1, 30]))
        self.kind = rng.choice(["", "", "", " perhaps", " off"])
        self.zone, self.clock = rng.choice([
            (UTC, "UTC"), (datetime.timezone(datetime.timedelta(hours=2)), "UTC+2"),
            (datetime.timezone(datetime.timedelta(hours=-3, minutes=-30)), "UTC-03:30"),
            *((zoneinfo.ZoneInfo(name), name) for name in rng.sample(ZONES, 4))])
        self.cut = None

    def text(self):
        parts = []
        if self.cut:
            parts.append("/".join(
                datetime.datetime.fromtimestamp(t, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                for t in self.cut))
        if self.months:
            m = self.months
            parts.append(f"{m[1]} {MONTHS[m[0] - 1]}-{m[3]} {MONTHS[m[2] - 1]}")
        if self.days is not None:
            parts.append(",".join(NAMES[day] for day in sorted(self.days)))
        clock = [f"{t // 60:02}:{t % 60:02}" for t in (self.start, self.end)]
        return " ".join(parts + ["-".join(clock), self.clock]) + self.kind

    def begins_on(self, date):
        if self.days is not None and date.weekday() not in self.days:
            return False
        if not self.months:
            return True
        key, m = (date.month, date.day), self.months
        first, last = (m[0], m[1]), (m[2], m[3])
        return first <= key <= last if first <= last else key >= first or key <= last

    def spans(self, from_s, until_s):
        """(starts, ends) of each run, as sets of instants; runs that touch on the clock are one."""
        end = self.end if self.end > self.start else self.end + 1440
        runs = []
        day = datetime.datetime.fromtimestamp(from_s, UTC).date() - datetime.timedelta(days=4)
        while datetime.datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() < \
                until_s + 3 * DAY:
            if self.begins_on(day):
                midnight = datetime.datetime(day.year, day.month, day.day)
                span = [midnight + datetime.timedelta(minutes=m) for m in (self.start, end)]
                if runs and runs[-1][1] >= span[0]:
                    runs[-1][1] = span[1]
                else:
                    runs.append(span)
            day += datetime.timedelta(days=1)
        return [tuple(instants(self.zone, wall) for wall in run) for run in runs]


def holds(rule, spans, t):
    if rule.cut and not rule.cut[0] <= t < rule.cut[1]:
        return 0
    possible = any(min(a) <= t < max(b) for a, b in spans)
    sure = any(max(a) <= t < min(b) for a, b in spans) and rule.kind != " perhaps"
    return 2 if sure else 1 if possible else 0


def twin(rules, spans, t):
    states = [(rule.kind == " off", holds(rule, own, t)) for rule, own in zip(rules, spans)]
    included = [state for off, state in states if not off]
    excluded = max((state for off, state in states if off), default=0)
    state = max(included, default=2)
    return 0 if excluded == 2 else min(state, 1) if excluded == 1 else state


def compare_clocks(cases, rng):
    box = Box(14, 49, 15, 50)
    looked = 0
    jumps = [datetime.datetime(2026, m, d, tzinfo=UTC).timestamp()
             for m, d in ((3, 8), (3, 29), (4, 5), (10, 25), (11, 1), (3, 31), (10, 4))]
    for _ in range(cases):
        rules = [Rule(rng) for _ in range(rng.randint(1, 3))]
        from_s = rng.choice(jumps) - rng.randrange(3 * DAY) if rng.random() < .5 else \
            rng.randrange(1_500_000_000, 2_100_000_000)
        until_s = from_s + rng.choice([3600, DAY, 6 * DAY])
        for rule in rules:
            if rng.random() < .3:
                rule.cut = sorted(rng.randrange(int(from_s) - DAY, int(until_s) + DAY)
                                  for _ in range(2))
        text = "; ".join(rule.text() for rule in rules)
        items = ask(text, box, from_s, until_s)
        spans = [rule.spans(from_s, until_s) for rule in rules]
        edges = {t for own in spans for run in own for side in run for t in side}
        edges.update(t for rule in rules if rule.cut for t in rule.cut)
        times = {t + shift for t in edges for shift in (-.001, 0, .001)}
        times.update(range(int(from_s), int(until_s), 60 if until_s - from_s <= DAY else 1380))
        for t in times:
            if not from_s <= t < until_s:
                continue
            looked += 1
            if state_at(items, t) != twin(rules, spans, t):
                when = datetime.datetime.fromtimestamp(t, UTC)
                print(f"{text}\n  at {when} ({t}): {state_at(items, t)}, the twin says "
                      f"{twin(rules, spans, t)}\n  {items[:6]}")
                return -1
    return looked


def changes(zone, year):
    """Every quarter of an hour around the changes of a year."""
    days = [datetime.datetime(year, 1, 1) + datetime.timedelta(days=day) for day in range(365)]
    offsets = [zone.utcoffset(day) for day in days]
    return [day + datetime.timedelta(minutes=15 * quarter)
            for day, one, next_one in zip(days, offsets, offsets[1:]) if one != next_one
            for quarter in range(-8, 104)]


def compare_zones(rng):
    """Every zone of the database at random times, beyond the end of its tables too."""
    looked = 0
    for name in sorted(zoneinfo.available_timezones()):
        if "/" not in name or name.startswith(("posix/", "right/", "SystemV/")):
            continue
        zone = zoneinfo.ZoneInfo(name)
        walls = [datetime.datetime(1971, 1, 1) + datetime.timedelta(
            minutes=rng.randrange(125 * 365 * 1440)) for _ in range(20)]
        walls += changes(zone, rng.randrange(1971, 2060))
        for wall in walls:
            first, last = c_double(), c_double()
            shown = wall.replace(tzinfo=UTC).timestamp()
            if not almanac.contents.instants(almanac.contents.context, name.encode(), shown,
                                             byref(first), byref(last)):
                # GLib misreads the rule for Irish winters from 2038 on, so it is not asked.
                if name in ("Europe/Dublin", "Eire") and wall.year >= 2037:
                    continue
                print(f"no zone {name}")
                return -1
            expected = instants(zone, wall)
            if (first.value, last.value) != (min(expected), max(expected)):
                print(f"{name} {wall}: {first.value} {last.value}, expected {sorted(expected)}")
                return -1
            looked += 1
    for name in ("Europe/Nowhere", "../../etc/passwd", "Europe/", "UTC+2", "/etc/localtime", ""):
        if almanac.contents.instants(almanac.contents.context, name.encode(), 0.0,
                                     byref(c_double()), byref(c_double())):
            print(f"there is no zone '{name}'")
            return -1
    return looked


# ---- The sun: NOAA's equations (gml.noaa.gov/grad/solcalc/calcdetails.html, after Meeus) ----

def sun_place(t):
    """Declination and hour angle at Greenwich, in degrees."""
    century = (t / DAY + 2440587.5 - 2451545) / 36525
    mean = (280.46646 + century * (36000.76983 + century * .0003032)) % 360
    anomaly = math.radians(357.52911 + century * (35999.05029 - .0001537 * century))
    eccentricity = .016708634 - century * (.000042037 + .0000001267 * century)
    centre = math.sin(anomaly) * (1.914602 - century * (.004817 + .000014 * century)) + \
        math.sin(2 * anomaly) * (.019993 - .000101 * century) + math.sin(3 * anomaly) * .000289
    node = math.radians(125.04 - 1934.136 * century)
    apparent = math.radians(mean + centre - .00569 - .00478 * math.sin(node))
    tilt = math.radians(23 + (26 + (21.448 - century * (46.815 + century * (
        .00059 - century * .001813))) / 60) / 60 + .00256 * math.cos(node))
    declination = math.degrees(math.asin(math.sin(tilt) * math.sin(apparent)))
    y, long = math.tan(tilt / 2) ** 2, math.radians(mean)
    equation = math.degrees(
        y * math.sin(2 * long) - 2 * eccentricity * math.sin(anomaly) + 4 * eccentricity * y *
        math.sin(anomaly) * math.cos(2 * long) - y * y / 2 * math.sin(4 * long) - 1.25 *
        eccentricity ** 2 * math.sin(2 * anomaly))
    return declination, t % DAY / 240 - 180 + equation


def altitude(t, longitude, latitude):
    declination, angle = sun_place(t)
    d, f, h = math.radians(declination), math.radians(latitude), math.radians(angle + longitude)
    return math.degrees(math.asin(max(-1, min(1, math.sin(f) * math.sin(d) +
                                              math.cos(f) * math.cos(d) * math.cos(h)))))


def compare_sunrises():
    """A year at latitudes -89 to 89: the sun is at the altitude at the time, to 0.03 degrees."""
    sun, looked, worst = Sun(), 0, 0
    for day in range(20454, 20454 + 366):
        for latitude in range(-89, 90, 2):
            longitude = (day * 37 + latitude * 11) % 1080 - 540
            for horizon in (-.833, -6):
                if not almanac.contents.sun(almanac.contents.context, day, longitude, latitude,
                                            horizon, byref(sun)):
                    print("no libnova")
                    return -1
                half = sun.noon_s - sun.rise_s, sun.set_s - sun.noon_s
                looked += 1
                if abs(sun.noon_s - (day * DAY + 43200 - longitude * 240)) > 1000:
                    print(f"noon of {day} at {longitude}: {sun.noon_s}")
                    return -1
                for t, wide in zip((sun.rise_s, sun.set_s), half):
                    here = altitude(t, longitude, latitude) - horizon
                    # Where the sun is up or down all day it only has to be on that side.
                    passes = .001 < wide < 43199.999
                    off = abs(here) if passes else max(0, here if wide < 1 else -here)
                    # Near the poles the declination of the moment decides, not that of noon.
                    if off > (.03 if passes else .25):
                        print(f"day {day} at {longitude} {latitude}: {off} degrees off {horizon}")
                        return -1
                    worst = max(worst, off if passes else 0)
    print(f"{looked} days of the sun; at sunrise and sunset at most {worst:.4f} degrees off")
    return looked


def compare_sun_boxes(cases, rng):
    """Sure: up everywhere; perhaps: up somewhere; with the error stated and no more."""
    margin, grid = .5, [0, .25, .5, .75, 1]
    counts = [0, 0, 0]
    for _ in range(cases):
        south = rng.uniform(-90, 90)
        north = min(90, south + rng.choice([0, .5, 10, 40]))
        west = rng.uniform(-180, 180)
        east = west + rng.choice([0, .5, 10, 360 if north > 80 else 20])
        across = 180 < east < west + 360 and rng.random() < .5
        box = Box(west, south, east - 360 if across else east, north)
        from_s = 1_767_225_600 + rng.randrange(365 * DAY)
        items = {"SR-SS": ask("SR-SS", box, from_s, from_s + 2 * DAY),
                 "SS-SR": ask("SS-SR", box, from_s, from_s + 2 * DAY),
                 "dawn-dusk": ask("dawn-dusk", box, from_s, from_s + 2 * DAY)}
        for _ in range(24):
            t = from_s + rng.random() * 2 * DAY
            heights = [altitude(t, west + x * (east - west), south + y * (north - south))
                       for x in grid for y in grid]
            for text, stretches in items.items():
                horizon = -6 if text == "dawn-dusk" else -.833
                least, most = min(heights) - horizon, max(heights) - horizon
                if text == "SS-SR":
                    least, most = -most, -least
                state = state_at(stretches, t)
                counts[state] += 1
                pole = max(abs(south), abs(north))
                slack = .3 if pole > 85 else .1 if pole > 60 else .06
                wrong = (state == 2 and least < margin - slack) or \
                    (state == 0 and most > -margin + slack) or \
                    (state == 1 and south == north and west == east and
                     abs(least) > margin + slack)
                if wrong:
                    print(f"{text} in {west} {south} {east} {north} at {t}: {state}, but the sun "
                          f"is {least} to {most} degrees above the horizon\n  {stretches}")
                    return -1
    print(f"sun over boxes: {counts[0]} times out, {counts[1]} perhaps, {counts[2]} sure")
    return sum(counts) if min(counts) > 200 else -1


# ---- Local time without a name ----

def compare_local(rng):
    """The official time of each place that the database names is within the bounds."""
    with open("/usr/share/zoneinfo/zone.tab", encoding="utf-8") as file:
        rows = [line.split("\t") for line in file if not line.startswith("#")]
    looked = 0
    for _, place, name, *_ in rows:
        split = max(place.rfind("+"), place.rfind("-"))
        latitude = float(place[:3]) + float(place[0] + place[3:5]) / 60
        longitude = float(place[split:split + 4]) + \
            float(place[split] + place[split + 4:split + 6]) / 60
        name, zone = name.strip(), zoneinfo.ZoneInfo(name.strip())
        box = Box(longitude, latitude, longitude, latitude)
        for _ in range(6):
            from_s = rng.randrange(1_600_000_000, 2_000_000_000)
            days = rng.choice(["", "Mo,We,Fr ", "Sa,Su "])
            local = ask(days + "09:00-17:00 local", box, from_s, from_s + 7 * DAY)
            exact = ask(days + f"09:00-17:00 {name}", box, from_s, from_s + 7 * DAY)
            for start, end, _ in exact:
                looked += 1
                if any(state_at(local, start + x * (end - start)) == 0 for x in (0, .3, .7, .9999)):
                    print(f"{name} {place}: {start} {end} is not in {local}")
                    return -1
            for start, end, sure in local:
                if sure and any(state_at(exact, start + x * (end - start)) != 2
                                for x in (0, .5, .9999)):
                    print(f"{name} {place}: {start} {end} is not sure in {exact}")
                    return -1
    return looked


def main():
    rng = random.Random(16)
    scale = float(os.environ.get("SCHEDULE_CASES", 1))
    for name, test in (("clocks", lambda: compare_clocks(int(1500 * scale), rng)),
                       ("time zones", lambda: compare_zones(rng)), ("sunrises", compare_sunrises),
                       ("sun over boxes", lambda: compare_sun_boxes(int(1500 * scale), rng)),
                       ("local time", lambda: compare_local(rng))):
        looked = test()
        if looked <= 0:
            sys.exit(f"{name}: wrong")
        print(f"{name}: {looked} comparisons")


main()
