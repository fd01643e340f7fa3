"""What a route and an outline have to do with each other, by the definitions of the library's
headers: passages, crossings and touches.

Every place where something can happen is gathered: crossings of legs and edges, vertices on legs,
fixes on edges. What lies between two neighbours of these is inside, outside or on the boundary as
a whole, which is looked up at three places of it. The rest follows from the definitions."""
import itertools
import math

import geodesic as geo
import outline as out

SAME_M = 1e-5  # events nearer than this are one


class Leg(geo.Line):
    def __init__(self, a, b):
        super().__init__(a, b)
        count = max(16, min(4000, math.ceil(self.length / 5e3)))
        self.along = [self.length * k / count for k in range(count + 1)]
        self.places = [self.place(s) for s in self.along]
        self.positions = [geo.position(p) for p in self.places]

    def direction(self, t):
        return self.state(t * self.length)[1]

    def foot(self, place):
        """Nearest place on the leg: along and distance; exact where they are near."""
        k = min(range(len(self.places)), key=lambda i: math.dist(place, self.places[i]))
        if self.length == 0:
            return 0.0, math.dist(place, self.places[0])
        t, distance = out.foot(_Unit(self), self.length, place, self.along[k] / self.length)
        return t * self.length, distance


class _Unit:
    """A leg with a parameter from 0 to 1."""
    def __init__(self, leg):
        self.leg = leg

    def place(self, t):
        return self.leg.place(t * self.leg.length)

    def direction(self, t):
        return self.leg.direction(t)


def sine(leg, s, edge, t):
    return abs(geo.dot(geo.cross(leg.state(s)[1], edge.direction(t)), geo.up(leg.place(s))))


def meet_geodesic(leg, edge):
    """Newton's method in both distances, begun from every pair of stretches that are near."""
    found = []
    pieces = [[line.length * k / n for k in range(n + 1)] for line,
              n in ((line, math.ceil(line.length / 1.5e5)) for line in (leg, edge))]
    line = edge.line
    middles = [[((a + b) / 2, b - a, curve.place((a + b) / 2)) for a, b in zip(p, p[1:])] for p,
               curve in zip(pieces, (leg, line))]
    for (s0, width, p), (t0, height, q) in itertools.product(*middles):
        if math.dist(p, q) > (width + height) * 0.51 + 1e3:
            continue
        s, t = s0, t0
        for _ in range(15):
            r1, v1 = leg.state(s)
            r2, v2 = line.state(t)
            d, n = geo.minus(r2, r1), geo.up(r1)
            turn = geo.dot(geo.cross(v1, v2), n)
            if abs(turn) < 1e-9:
                break
            ds, dt = geo.dot(geo.cross(d, v2), n) / turn, geo.dot(geo.cross(d, v1), n) / turn
            s, t = s + max(-2e5, min(2e5, ds)), t + max(-2e5, min(2e5, dt))
            if abs(s - s0) > width + 1e6 or abs(t - t0) > height + 1e6:
                break
            if math.hypot(ds, dt) < 1e-9:
                break
        if (abs(turn) >= 1e-9 and math.dist(leg.place(s), line.place(t)) < 1e-7
                and abs(s - s0) < width / 2 + 1 and abs(t - t0) < height / 2 + 1
                and 0 <= s <= leg.length and 0 <= t <= line.length
                and all(abs(s - before) > SAME_M for before, _ in found)):
            found.append((s, t / line.length))
    return found


def bisect(function, low, high):
    sign = function(low) > 0
    while True:
        middle = (low + high) / 2
        if not low < middle < high or high - low < 1e-10:
            return middle
        if (function(middle) > 0) == sign:
            low = middle
        else:
            high = middle


def least(function, low, high, width=1e-4):
    """Golden section."""
    ratio = (math.sqrt(5) - 1) / 2
    a, b = high - ratio * (high - low), low + ratio * (high - low)
    fa, fb = function(a), function(b)
    while high - low > width:
        if fa < fb:
            high, b, fb = b, a, fa
            a = high - ratio * (high - low)
            fa = function(a)
        else:
            low, a, fa = a, b, fb
            b = low + ratio * (high - low)
            fb = function(b)
    return (low + high) / 2


def meet_lonlat(leg, edge):
    """Sign changes of the edge's side along the leg; and where it comes near to one between two
    samples, that is looked at too."""
    def side(s):
        return edge.side(*leg.position(s))[0]

    values = [edge.side(*p) for p in leg.positions]
    brackets = []
    for k in range(len(values) - 1):
        if (values[k][0] > 0) != (values[k + 1][0] > 0):
            brackets.append((leg.along[k], leg.along[k + 1]))
    for k in range(1, len(values) - 1):
        before, here, after = (abs(values[i][0]) for i in (k - 1, k, k + 1))
        if here <= before and here <= after and -0.1 < values[k][1] < 1.1:
            sign = 1 if values[k][0] > 0 else -1
            at = least(lambda s: sign * side(s), leg.along[k - 1], leg.along[k + 1])
            if sign * side(at) < 0 and (values[k - 1][0] > 0) == (values[k + 1][0] >
                                                                  0) == (values[k][0] > 0):
                brackets += [(leg.along[k - 1], at), (at, leg.along[k + 1])]
    found = []
    for low, high in brackets:
        s = bisect(side, low, high)
        t = edge.side(*leg.position(s))[1]
        # Where the longitude jumps the sign changes too, but the edge is not there.
        if 0 <= t <= 1 and math.dist(leg.place(s), edge.place(t)) < 1e-5:
            found.append((s, t))
    return found


class Meeting:
    """kinds: of the crossings, e x t; crossings: (kind, along, lon, lat, reach), where reach is
    how far a touch goes on along the boundary; flattest: the least sine of an angle of crossing."""
    def __init__(self, parts, outline, check=20):
        self.outline = outline
        self.crossings, self.passages = [], []
        self.length, self.flattest = 0.0, 1.0
        stretches = []
        for part in parts:  # parts that join go on
            if stretches and math.dist(geo.point(*stretches[-1][-1]), geo.point(*part[0])) < 1e-3:
                stretches[-1] += part[1:]
            else:
                stretches.append(list(part))
        self.legs = []
        for fixes in stretches:
            self.stretch([Leg(a, b) for a, b in zip(fixes, fixes[1:])], check)
        self.inside = sum(b - a for a, b in self.passages)
        self.kinds = "".join(c[0] for c in self.crossings)

    def events_of(self, leg):
        events = []
        for edge in self.outline.edges:
            if leg.length > 0:
                meet = meet_geodesic if self.outline.kind == "geodesic" else meet_lonlat
                for s, t in meet(leg, edge):
                    events.append(s)
                    self.flattest = min(self.flattest, max(1e-9, sine(leg, s, edge, t)))
        for place in self.outline.vertices:
            s, distance = leg.foot(place)
            if distance < out.TOUCH_M:
                events.append(s)
        apart = [0.0]
        for s in sorted(events):
            if s - apart[-1] > SAME_M and leg.length - s > SAME_M:
                apart.append(s)
        return apart + [leg.length]

    def state(self, leg, a, b):
        """Of what lies between two events: 'i', 'o', or 'b' on the boundary."""
        found = set()
        for part in (0.5, 0.31, 0.77):
            place = leg.place(a + part * (b - a))
            near = self.outline.nearest(place)[0]
            found.add("b" if near < out.TOUCH_M else "i" if self.outline.contains(place) else "o")
        assert len(found) == 1, (leg.a, leg.b, a, b, found)
        return found.pop()

    def stretch(self, legs, check):
        # Intervals between events over all legs, and whether the boundary is met at each event.
        start, marks, states = self.length, [self.length], []
        places = {}
        for leg in legs:
            events = self.events_of(leg)
            for a, b in zip(events, events[1:]):
                if b == a:
                    continue
                states.append(self.state(leg, a, b))
                marks.append(self.length + b)
                places[self.length + a] = leg.position(a)
                places[self.length + b] = leg.position(b)
            self.verify(leg, marks, states, check)
            self.legs.append((self.length, leg))
            self.length += leg.length
        if not states:  # all of it one place: no passage, and at most a touch
            places[start] = legs[0].a
            if self.on_boundary(legs[0].a):
                self.add("t", start, legs[0].a, 0.0)
            return
        self.tell(marks, states, places)

    def on_boundary(self, position):
        return self.outline.nearest(geo.point(*position))[0] < out.TOUCH_M

    def verify(self, leg, marks, states, check):
        """No crossing was overlooked: places in between have the state of their interval."""
        for k in range(check if leg.length > 1 else 0):
            s = leg.length * ((k + 0.5) * 0.618033988749895 % 1)
            place = leg.place(s)
            if self.outline.nearest(place)[0] < 5:
                continue
            at = next(i for i, m in enumerate(marks[1:]) if self.length + s <= m + SAME_M)
            assert states[at] == ("i" if self.outline.contains(place) else "o"), (leg.a, leg.b, s)

    def add(self, kind, along, position, reach=0.0):
        self.crossings.append((kind, along, math.remainder(position[0], 360), position[1], reach))

    def tell(self, marks, states, places):
        """Runs of the boundary count as inside; what has the boundary before or behind it, or
        between two equal sides, is a crossing or a touch."""
        runs = []  # (state, from, to), of neighbours that are the same and have no boundary between
        for state, a, b in zip(states, marks, marks[1:]):
            if runs and runs[-1][0] == state and (state == "b" or not self.on_boundary(places[a])):
                runs[-1] = (state, runs[-1][1], b)
            else:
                runs.append((state, a, b))
        entry = None
        if runs[0][0] == "b" or self.on_boundary(places[runs[0][1]]):
            runs.insert(0, ("", runs[0][1], runs[0][1]))
        if runs[-1][0] == "b" or self.on_boundary(places[runs[-1][2]]):
            runs.append(("", runs[-1][2], runs[-1][2]))
        for k, (state, a, b) in enumerate(runs):
            before = runs[k - 1][0] if k else None
            if state == "b":
                after = runs[k + 1][0]
                if before == "i":
                    if after == "i":
                        self.add("t", a, places[a], b - a)
                else:
                    self.add("e", a, places[a])
                    entry = a
                if after != "i":
                    self.add("x", b, places[b])
                    self.passages.append((entry, b))
                    entry = None
                continue
            if before is not None and before != "b":
                if before != "i" and state == "i":
                    self.add("e", a, places[a])
                    entry = a
                elif before == "i" and state != "i":
                    self.add("x", a, places[a])
                    self.passages.append((entry, a))
                    entry = None
                else:
                    self.add("t", a, places[a])
            elif before is None and state == "i":
                entry = a
        if entry is not None:
            self.passages.append((entry, marks[-1]))
