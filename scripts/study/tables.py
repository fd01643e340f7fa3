"""The tables of the study: for people in Markdown, for programs in CSV."""
import csv
import io

from surveys import BANK_DEG, CHOSEN_HEIGHT_M, EVERYTHING

COLUMNS = [
    "zone_id",
    "sensor",
    "height_m",
    "height_published",
    "swath_km",
    "speed_kmh",
    "turn_radius_km",
    "from",
    "counted",
    "route",
    "limit_km",
    "wanted_percent",
    "found_percent",
    "bound_percent",
    "length_km",
    "inside_km",
    "least_km",
    "rounds",
    "name"
]
ROUTES = {
    "free": "free",
    "uncrossed": "no crossing",
    "turns": "turns",
    "turns-uncrossed": "turns, no crossing"
}


def number(value, digits):
    """A figure, or nothing where it does not exist."""
    return "" if value is None or value != value else f"{value:.{digits}f}"


def row_of(answer):
    question, sensor = answer.question, answer.question.sensor
    radius = answer.figures["turn_radius_m"] / 1000
    return [
        question.zone,
        sensor.id,
        number(sensor.height_m, 1),
        "yes" if sensor.published else "no",
        number(answer.swath_km, 3),
        sensor.speed_kmh if question.manner.startswith("turns") else "",
        number(radius, 3) if question.manner.startswith("turns") else "",
        question.place or "",
        question.count,
        "tracks, " + ROUTES[question.manner] if question.tracks else ROUTES[question.manner],
        number(question.distance_km, 0),
        number(question.level, 0),
        number(100 * answer.found, 3),
        number(None if question.level else 100 * answer.bound, 3),
        number(answer.length_m / 1000, 3),
        number(answer.inside_m / 1000, 3),
        number(answer.least_m / 1000 if question.level else None, 3),
        answer.figures["best"]["rounds"],
        answer.name
    ]


def csv_of(answers):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(row_of, answers))
    return text.getvalue()


def markdown(header, rows):
    lines = ["| " + " | ".join(header) + " |"]
    lines.append("| --- | --- |" + " ---: |" * (len(header) - 2))
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def percent(part):
    """Nothing but the whole is 100.0."""
    if part >= EVERYTHING:
        return "100"
    return f"{min(100 * part, 99.9):.1f}"


def pick(answers, zone, count, level=False):
    return [
        answer for answer in answers
        if answer.question.zone == zone and answer.question.count == count and (
            answer.question.level is not None) == level
    ]


def lines_of(answers):
    """The answers by sensor and manner, in the order of the first."""
    lines = {}
    for answer in answers:
        question = answer.question
        lines.setdefault((question.sensor.id, question.manner), []).append(answer)
    names = list(dict.fromkeys(name for name, _ in lines))
    order = list(ROUTES)
    return sorted(lines.items(),
                  key=lambda line: (names.index(line[0][0]), order.index(line[0][1])))


def coverage_table(answers):
    distances = sorted({answer.question.distance_km for answer in answers})
    rows = []
    for (sensor, manner), line in lines_of(answers):
        cells = {answer.question.distance_km: answer for answer in line}
        rows.append([sensor, ROUTES[manner]] + [
            f"{percent(cells[distance].found)} / {percent(cells[distance].bound)}" if distance in
            cells else "" for distance in distances
        ])
    return markdown(["sensor", "route", *(f"{distance:,.0f} km" for distance in distances)], rows)


def level_cell(answer):
    """A search that did not reach the level has found no distance."""
    reached = answer.found >= answer.question.level / 100 - 1e-9
    found = f"{answer.counted_m(answer.question.count) / 1000:,.0f}" if reached else "–"
    return f"{found} / {answer.least_m / 1000:,.0f}"


def level_table(answers):
    levels = sorted({answer.question.level for answer in answers})
    rows = []
    for (sensor, manner), line in lines_of(answers):
        cells = {answer.question.level: level_cell(answer) for answer in line}
        name = ("tracks, " if line[0].question.tracks else "") + ROUTES[manner]
        rows.append([sensor, name] + [cells.get(level, "") for level in levels])
    return markdown(["sensor", "route", *(f"{level} %" for level in levels)], rows)


def sensor_table(answers):
    rows = {}
    for answer in answers:
        sensor = answer.question.sensor
        if not answer.question.manner.startswith("turns") or sensor.id in rows:
            continue
        height = f"{sensor.height_m:,.0f}{'' if sensor.published else ' *'}"
        side = " to one side" if sensor.one_sided else ""
        rows[sensor.id] = [
            sensor.id,
            sensor.confidence,
            height,
            f"{answer.swath_km:.2f}{side}",
            str(sensor.speed_kmh),
            f"{answer.figures['turn_radius_m'] / 1000:.2f}"
        ]
    return markdown(
        ["sensor", "confidence", "height m", "swath km", "speed km/h", "radius of turns km"],
        rows.values())


def text_of(answers, made_by):
    """All tables, as the file that is committed."""
    area = {answer.question.zone: answer.figures["best"]["area_m2"] / 1e6 for answer in answers}
    text = f"""# What sensors see of Kaliningrad, Hawaii and Alaska

`{made_by}` makes this page, with `study.csv`, `coverage.png`
and `routes.geojson` ([how, and what follows](../../scripts/README.md#the-kaliningrad-study)).

Each pair is *found / bound*: a route that was found sees so much, and no route whatever can see
more. What is best lies between them. *Inside* counts only the kilometres within the zone; the route
outside may be as long as it likes. *Whole* counts the whole route. Routes:

- *free* may cross itself, and turns on the spot;
- *no crossing* does not cross itself;
- *turns* are arcs at a bank of {BANK_DEG} degrees, in which the sensor is off. Sensors that look to
  one side are surveyed with such turns only: where a route turns on the spot they would sweep a
  whole ring for no distance, which no aircraft can do;
- *tracks* are parallel, from west to east, without a search.

## Sensors

{sensor_table(answers)}
Confidence is that of the angles: T the text of the treaty, P the press, C our own calculation, M
memory. * No height was published; {CHOSEN_HEIGHT_M:,} m (11,000 ft) was flown over Canada in 2019.
"""
    for zone, name in (("kaliningrad", "Kaliningrad"), ("hawaii", "Hawaii"), ("alaska", "Alaska")):
        if zone not in area:
            continue
        text += f"\n## {name}, {area[zone]:,.0f} km² with its waters\n"
        for count, title in (("inside", "Seen on kilometres inside, %"),
                             ("whole", "Seen on kilometres of the whole route, %")):
            found = pick(answers, zone, count)
            if found:
                text += f"\n{title}:\n\n{coverage_table(found)}"
        found = pick(answers, zone, "whole", level=True)
        if found:
            text += ("\nShortest whole route that sees so much, km *found / bound*: no route is "
                     f"shorter than the bound:\n\n{level_table(found)}")
        found = pick(answers, zone, "inside", level=True)
        if found:
            text += ("\nFewest kilometres inside that see so much, *found / bound*; found is the "
                     "least of all routes\nabove, none of which was made for this question:\n\n"
                     f"{level_table(found)}")
    return text
