#!/usr/bin/python3
"""What each bundled sensor sees of Kaliningrad on so many kilometres, and the most that any route
can see; and the same for Hawaii and Alaska.

The command measures everything: `overflight survey` searches for the routes and proves the bounds,
`overflight analyze` and `overflight map` make the map. surveys.py has the questions, tables.py and
chart.py what is made of the answers. Searches have a fixed number of rounds and a fixed seed, so
the same program makes the same files again."""
import argparse
import concurrent.futures
import json
import os
import pathlib
import sys
import tempfile

import chart
import surveys
import tables

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
# Russia set 500 km. Washington held that about 1,200 km are needed to see all (Wall Street Journal,
# 26 September 2017).
LIMIT_KM, NEEDED_KM = 500, 1200
DISTANCES_KM = (250, 375, LIMIT_KM, 750, 1000, NEEDED_KM, 1500)
DISTANCES_OTHER_KM = (250, LIMIT_KM, 1000, 1500)
# Over Hawaii the United States set 900 km; Russia held that at least 1,160 km are due. From
# Elmendorf 3,700 km were in use in 2013.
HAWAII_KM, ALASKA_KM = (900, 1160), (3700,)
# The rounds of each search, as many as the whole study can do in half an hour on two cores.
ROUNDS_MAIN, ROUNDS_OTHER, ROUNDS_FAR = 8, 3, 2
# Other scans of the panoramic camera, since that of the bundled one is from memory.
SCANS_DEG = (60, 90, 120)
# The map: both claims as flights, judged by the rules of the day on which the first was flown.
MAP_FLIGHTS = ("kaliningrad-500", "kaliningrad-1200")
MAP_DATE, MAP_SIZE = "2017-05-16", "1200x700"
MADE_BY = "scripts/study-kaliningrad geodata/study"


def plan_kaliningrad(sensor, quick):
    zone, main = "kaliningrad", sensor.id in surveys.MAIN
    narrow = sensor.id.startswith("ks-87e")
    rounds = 1 if quick else ROUNDS_MAIN if main else ROUNDS_OTHER
    distances = (LIMIT_KM, 1000) if quick else DISTANCES_KM if main else DISTANCES_OTHER_KM
    if narrow:
        distances = (LIMIT_KM, 1500)
    counts = ("whole", "inside") if main else ("inside",)
    wanted = (90,) if quick else surveys.LEVELS
    return [
        *surveys.curves(zone, sensor, distances, counts, rounds),
        *(question for question in surveys.levels(zone, sensor, wanted, rounds, tracks=narrow)
          if main or not question.manner.endswith("uncrossed")),
        *(surveys.least_inside(zone, sensor, wanted) if main else [])
    ]


def plan_scan(sensor):
    return [
        question for question in [
            *surveys.curves(
                "kaliningrad", sensor, (LIMIT_KM, NEEDED_KM), ("whole", "inside"), ROUNDS_OTHER),
            *surveys.levels("kaliningrad", sensor, (100,), ROUNDS_OTHER)
        ] if question.manner == "free"
    ]


def plan_far(zone, sensor, distances, place, rounds):
    """Searches on the distances, and tracks for the whole."""
    questions = [
        *surveys.curves(zone, sensor, distances, ("whole", "inside"), rounds, place),
        *surveys.levels(zone, sensor, (100, 50), rounds, tracks=True)
    ]
    return [question for question in questions if not question.manner.endswith("uncrossed")]


def plan(command, quick, only):
    """For each zone and sensor, the questions in order. The longest come first."""
    known = surveys.sensors(command)
    order = {name: index for index, name in enumerate(surveys.MAIN)}
    known.sort(key=lambda sensor: order.get(sensor.id, len(order)))
    wanted = [sensor for sensor in known if sensor.id in (only or [sensor.id])]
    if only and len(wanted) < len(set(only)):
        sys.exit("study-kaliningrad: --only: expected sensors of 'overflight sensors list' that do "
                 f"not look to the right, found {', '.join(only)}")
    if quick:
        main = [sensor for sensor in wanted if only or sensor.id in surveys.MAIN]
        return [plan_kaliningrad(sensor, True) for sensor in main]
    plans = [plan_kaliningrad(sensor, False) for sensor in wanted]
    for sensor in wanted:
        if sensor.id == "ka-91c":
            plans += [plan_scan(other) for other in surveys.scans(sensor, SCANS_DEG)]
    for sensor in wanted:
        if sensor.id in surveys.MAIN:
            plans.append(plan_far("alaska", sensor, ALASKA_KM, "PAED", ROUNDS_FAR))
            plans.append(plan_far("hawaii", sensor, HAWAII_KM, "PHNL", ROUNDS_MAIN))
    return plans


def answers_to(command, plans, workers):
    """What the command says to all plans, so many of them at a time, in the order of the plans."""
    with tempfile.TemporaryDirectory() as folder:
        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            done = [pool.submit(surveys.ask_all, command, folder, questions) for questions in plans]
            try:
                return [answer for one in done for answer in one.result()]
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def routes_of(answers):
    """The routes that the texts speak of: those on the disputed distances, and those that see all.
    A route that answers several questions is there once."""
    disputed = {"kaliningrad": (LIMIT_KM, NEEDED_KM), "hawaii": HAWAII_KM, "alaska": ALASKA_KM}
    features = {}
    for answer in answers:
        question = answer.question
        far = question.zone != "kaliningrad"
        if question.tracks or question.sensor.id not in surveys.MAIN:
            continue
        if question.distance_km not in disputed[question.zone] and (far or question.level != 100):
            continue
        properties = {"id": answer.name, **answer.feature["properties"], "id": answer.name}
        # The fixes say the same.
        properties.pop("plan", None)
        features[answer.name] = {**answer.feature, "properties": properties}
    lines = ",\n".join(json.dumps(feature) for feature in features.values())
    return ('{"type": "FeatureCollection", "name": "study", "description": "Routes of '
            f'{MADE_BY}; legs are geodesics. Made with zones that are (c) OpenStreetMap '
            f'contributors, ODbL-1.0", "features": [\n{lines}\n]}}\n')


def draw_map(command, path):
    """Both flights over the oblast, with their passages and what a check finds."""
    with tempfile.TemporaryDirectory() as folder:
        # Names are relative, since the picture shows the command that made it.
        flights = [f"geodata/flights/{name}.geojson" for name in MAP_FLIGHTS]
        options = ["--rules", "national-measures", "--date", MAP_DATE]
        made = pathlib.Path(folder) / "made"
        surveys.run(command, "analyze", *flights, *options, "-o", made, "--quiet", folder=TOP)
        place = ["--zone", "kaliningrad", "--size", MAP_SIZE]
        surveys.run(command, "map", made, "--png", path.resolve(), *place, "--quiet", folder=TOP)


def main():
    parser = argparse.ArgumentParser(prog="study-kaliningrad",
                                     description=__doc__.partition("\n\n")[0])
    parser.add_argument("--command", required=True, type=os.path.abspath, help=argparse.SUPPRESS)
    parser.add_argument("--usual", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("directory", nargs="?", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--quick",
                        action="store_true",
                        help="the three main sensors, two distances and one round: for a look")
    parser.add_argument("--only",
                        action="append",
                        metavar="SENSOR",
                        help="only this sensor "
                        "(repeatable)")
    parser.add_argument("--map", type=pathlib.Path, metavar="FILE", help="draw only the map")
    given = parser.parse_args()
    if given.map:
        draw_map(given.command, given.map)
        print(f"The map is in {given.map}")
        return
    directory = given.directory or given.usual
    if directory is None:
        parser.error("expected DIR")
    directory.mkdir(parents=True, exist_ok=True)
    workers = min(2, len(os.sched_getaffinity(0)))
    answers = answers_to(given.command, plan(given.command, given.quick, given.only), workers)
    (directory / "tables.md").write_text(tables.text_of(answers, MADE_BY), encoding="utf-8")
    (directory / "study.csv").write_text(tables.csv_of(answers), encoding="utf-8")
    (directory / "routes.geojson").write_text(routes_of(answers), encoding="utf-8")
    area = next(answer for answer in answers if answer.question.zone == "kaliningrad")
    chart.draw(directory / "coverage.png",
               answers,
               area.figures["best"]["area_m2"] / 1e6,
               [(LIMIT_KM, "500 km:\nMoscow's limit"),
                (NEEDED_KM, "1,200 km: needed,\nsays Washington")])
    print(f"{len(answers)} questions answered: tables.md, study.csv, coverage.png and "
          f"routes.geojson are in {directory}/")


if __name__ == "__main__":
    main()
