"""From cases to the files of the truth: computes every pair of a group, holds it against what must
be so by construction, and writes it down."""
import csv
import json
import os

import approach
import case
import meeting
import outline

NEAR_M = 5e4  # the command's usual search radius


def limit(sine):
    """How far off a right program may be: 1e-6 m, as include/overflight/analysis.h says, and what
    is written is rounded to that; at a small angle a the rounding of the coordinates is 5e-9 m /
    sin a, and the truth itself is good to 2e-9 m / sin a."""
    return 1.5e-6 + 7e-9 / sine


class Pair:
    def __init__(self, group, route, zone, boundary):
        self.route_id, self.zone_id = f"{group.name}.{route.name}", f"{group.name}.{zone.name}"
        kinds, inside = route.wanted("kinds", zone.name), route.wanted("inside", zone.name)
        self.loose = zone.name in route.loose
        where = self.route_id, self.zone_id
        if route.told is not None:
            self.tell(route, kinds, inside)
            return
        found = meeting.Meeting(route.parts, boundary)
        self.length, self.inside = found.length, found.inside
        self.passages, self.crossings = len(found.passages), found.crossings
        # Where there are no breaks the crossings say where passages begin and end.
        self.ends = found.passages if len(route.parts) > 1 else []
        self.limit = route.limit or limit(found.flattest)
        if inside == case.ALL:
            inside = found.length
        self.kinds = found.kinds
        assert kinds is None or kinds == found.kinds, (*where, kinds, found.kinds, found.crossings)
        assert inside is None or abs(inside - found.inside) < 1e-7 + 2e-8 / found.flattest, (
            *where, inside, found.inside)
        self.nearest = approach.nearest(found)
        if self.nearest and abs(self.nearest[0] - NEAR_M) < 1:
            raise AssertionError((*where, "too near to the search radius"))
        if self.nearest and self.nearest[0] > NEAR_M:
            self.nearest = None

    def tell(self, route, kinds, inside):
        """What is within the tolerance: known by construction, within a few millimetres."""
        legs = [meeting.Leg(a, b) for part in route.parts for a, b in zip(part, part[1:])]
        self.length = sum(leg.length for leg in legs)
        self.inside = self.length if inside == case.ALL else inside
        self.kinds, self.nearest, self.limit, self.ends = kinds, None, route.limit, []
        self.passages = None if kinds is None else max(kinds.count("e"), self.inside > 0)
        self.crossings = []
        for kind, along in route.told:
            base, leg = 0.0, legs[0]
            for one in legs:
                if along > base + leg.length + 0.01:
                    base, leg = base + leg.length, one
            self.crossings.append((kind, along, *leg.position(along - base), 0.0))
        assert kinds is None or kinds == "".join(c[0] for c in self.crossings)


def pairs_of(group):
    for zone in group.zones:
        boundary = outline.Outline(zone.kind, zone.meant, zone.outside, zone.inverted)
        for route in group.routes:
            yield Pair(group, route, zone, boundary)


def table(folder, name, head, rows):
    with open(os.path.join(folder, name), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head.split(","))
        writer.writerows(rows)


def collection(folder, name, features):
    with open(os.path.join(folder, name), "w") as file:
        lines = (json.dumps(f, separators=(",", ":")) for f in features)
        file.write('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n")
