"""The nearest approach of a route to an outline that it does not meet.

The coarse minima of the straight distance between samples say where to look. There the geodesic
distance is minimised: along the edge for each place of the leg, and along the leg; in both the
derivative of the distance is the cosine between curve and connecting geodesic, whose zero is
found in a bracket."""
import functools
import math

import geodesic as geo
import meeting as meet
import outline as out

CLEAR_M = 2e-6  # two minima that differ by less could be taken for one another


def zero(function, low, high, at_low, at_high):
    """Illinois's rule for a function that grows through zero."""
    last = 0
    for _ in range(200):
        if high - low < 1e-9:
            break
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        if not low < middle < high:
            middle = (low + high) / 2
        value = function(middle)
        if value == 0:
            return middle
        if value < 0:
            low, at_low = middle, value
            at_high, last = (at_high / 2 if last == -1 else at_high), -1
        else:
            high, at_high = middle, value
            at_low, last = (at_low / 2 if last == 1 else at_low), 1
    return (low + high) / 2


def minimum(slope, at, width, length):
    """Of a function on 0 … length by its slope, near a place: a bracket that grows until the slope
    changes sign in it or the ends are reached."""
    while True:
        low, high = max(0.0, at - width), min(length, at + width)
        at_low, at_high = slope(low), slope(high)
        if at_low <= 0 <= at_high and at_low < at_high:
            return zero(slope, low, high, at_low, at_high)
        if at_low > 0 and low == 0:
            return 0.0
        if at_high < 0 and high == length:
            return length
        if at_low == at_high == 0:
            return (low + high) / 2
        at = low if at_low > 0 else high
        width *= 3


class Pair:
    """A leg and an edge; all along both in metres of their parameters."""
    def __init__(self, leg, edge, along, t):
        self.leg, self.edge, self.t = leg, edge, t
        self.width = 10.0
        self.along = minimum(self.slope, along, 1.0, leg.length) if leg.length > 0 else 0.0
        self.distance = self.value(self.along)

    def connect(self, place, t):
        """The geodesic from the edge to a place: its length and start."""
        there = self.edge.place(t)
        length = geo.between(geo.position(there), geo.position(place))
        return length[1], length[0].state(0)[1]

    def slope_of_edge(self, place):
        def slope(x):
            t = x / self.edge.length
            return -geo.dot(self.connect(place, t)[1], self.edge.direction(t))

        return slope

    def value(self, along):
        place = self.leg.place(along)
        x = minimum(self.slope_of_edge(place),
                    self.t * self.edge.length,
                    self.width,
                    self.edge.length)
        self.t = x / self.edge.length
        return self.connect(place, self.t)[0]

    def slope(self, along):
        self.value(along)
        there = geo.position(self.edge.place(self.t))
        line = geo.between(self.leg.position(along), there)[0]
        return -geo.dot(line.state(0)[1], self.leg.state(along)[1])

    def play(self):
        """How far along the leg the distance keeps within CLEAR_M of the least."""
        best, t, found = self.distance, self.t, 0.0
        for sense in -1, 1:
            far = 1e-4
            while far < self.leg.length:
                along = self.along + sense * far
                if not 0 <= along <= self.leg.length or self.value(along) > best + CLEAR_M:
                    break
                found = max(found, far)
                far *= 1.5
        self.t = t
        return 1.5 * found + 1e-4


def straight(leg, edge, low, high, t):
    """The least straight distance of a stretch of a leg from an edge: where to begin, and which
    edges are worth it. A geodesic of up to 60 km is longer by d³ / 24 R², which at one length
    differs by a hundredth of that between places and courses: 2 mm."""
    def value(along):
        return out.foot(edge, edge.length, leg.place(along), t)[1]

    along = meet.least(value, low, high, 1e-2) if leg.length > 0 else 0.0
    at, distance = out.foot(edge, edge.length, leg.place(along), t)
    return distance, along, at


def coarse(leg, places, enough):
    """The samples of a leg that are within `enough` of the nearest of some places, a run of
    neighbours each: [(distance, index)]. What is farther cannot be near a step later, so that most
    samples are passed over."""
    step = leg.length / (len(leg.along) - 1)
    runs, i = [[]], 0
    while i < len(leg.places):
        distance = min(map(functools.partial(math.dist, leg.places[i]), places))
        if distance <= enough:
            runs[-1].append((distance, i))
            i += 1
        else:
            runs.append([])
            i += max(1, math.floor((distance - enough) / step)) if step > 0 else 1
    return [run for run in runs if run]


def nearest(meeting, radius=6e4):
    """None where they meet or are farther apart; else distance, along, both positions and how far
    these may be off (None where there are several)."""
    if meeting.crossings or meeting.passages:
        return None
    samples = meeting.outline.samples()
    places = [s[0] for s in samples]
    spacing = max(max(s[3] for s in samples),
                  max(leg.length / (len(leg.along) - 1) for _, leg in meeting.legs))
    starts = []
    for base, leg in meeting.legs:
        for run in coarse(leg, places, radius + 2 * spacing):
            for k, (distance, i) in enumerate(run):
                if all(distance <= run[j][0] for j in (k - 1, k + 1) if 0 <= j < len(run)):
                    low, high = max(0, i - 1), min(len(leg.along) - 1, i + 1)
                    starts.append(
                        (distance, base, leg, leg.along[low], leg.along[high], leg.along[i]))
    if not starts:
        return None
    least = min(s[0] for s in starts)
    likely = []
    for distance, base, leg, low, high, along in starts:
        if distance > least + 2 * spacing:
            continue
        edges = {}
        for place, edge, t, _ in samples:  # every edge that could be nearer
            d = math.dist(leg.place(along), place)
            if d <= distance + 2 * spacing and d < edges.get(id(edge), (math.inf,))[0]:
                edges[id(edge)] = d, edge, t
        for _, edge, t in edges.values():
            likely.append((*straight(leg, edge, low, high, t), base, leg, edge))
    least = min(one[0] for one in likely)
    found = []
    for distance, along, t, base, leg, edge in likely:
        if distance < least + 0.01:
            pair = Pair(leg, edge, along, t)
            found.append((pair.distance, base + pair.along, pair))
    found.sort(key=lambda f: f[:2])
    distance, along, pair = found[0]
    play = pair.play()
    here = pair.leg.position(pair.along), geo.position(pair.edge.place(pair.t))
    for other, elsewhere, rival in found[1:]:
        if other < distance + CLEAR_M and abs(elsewhere - along) > play:
            play = None
            break
    return distance, along, *here, play
