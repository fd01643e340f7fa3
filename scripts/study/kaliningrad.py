#!/usr/bin/python3
"""Coverage of Kaliningrad and of Alaska against flown distance, for each bundled sensor.

The command measures everything: `overflight survey` designs the tracks and says what they see,
`overflight analyze` and `overflight map` make the map. Here are only the questions, the tables and
the chart."""
import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
# For sensors without a published height, heights that were flown elsewhere: 2,500 m over Canada in
# 2004, 11,000 ft over Canada in 2019.
CHOSEN_HEIGHTS_M = (2500, 3353)
# The claims: Moscow held that 500 km suffice, Washington that about 1,200 km are needed (Wall
# Street Journal, 26 September 2017).
LIMIT_KM, NEEDED_KM = 500, 1200
# The map: both claims as flights, judged by the rules of the day on which the first was flown.
MAP_FLIGHTS = ("kaliningrad-500", "kaliningrad-1200")
MAP_DATE, MAP_SIZE = "2017-05-16", "1200x700"
# M. Okabe and K. Ito, Color Universal Design, 2008.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
LINES, MARKERS = ["-", "--", "-.", ":"], ["o", "s"]


def run(command, *arguments, folder=None):
    """What the command prints; ends with its message and status if it fails."""
    done = subprocess.run([command, *map(str, arguments)],
                          cwd=folder,
                          capture_output=True,
                          encoding="utf-8")
    if done.returncode == 0:
        return done.stdout
    sys.stderr.write(done.stderr)
    sys.exit(done.returncode)


def sensors(command):
    """Each sensor with each height, and whether that height was published for it. Sensors that look
    to the right are left out: they see what those that look to the left see."""
    found = []
    for sensor in json.loads(run(command, "sensors", "list", "--json")):
        if sensor["id"].endswith("-right"):
            continue
        heights = sensor["heights_m"] or CHOSEN_HEIGHTS_M
        found += [(sensor["id"], height, bool(sensor["heights_m"])) for height in heights]
    return found


def survey(command, folder, zone, sensor, height, distance, place):
    """The figures of the tracks that the command designs, and their route as a feature."""
    path = pathlib.Path(folder) / f"{zone}-{sensor}-{height:g}-{distance or 'all'}.geojson"
    options = ["--zone", zone, "--sensor", sensor, "--height", height, "--seconds", 0]
    options += ["--json", "-o", path]
    if distance:
        options += ["--max-distance", distance]
    if place:
        options += ["--from", place]
    figures = json.loads(run(command, "survey", *options))
    (feature,) = json.loads(path.read_text())["features"]
    feature["properties"]["max_distance_km"] = distance
    return figures, feature


def study(command, folder, zone, place, cases, distances, workers):
    """For each case and distance, and for the whole zone, what `survey` returns."""
    jobs = [(case, distance) for case in cases for distance in [*distances, None]]

    def work(job):
        (sensor, height, _), distance = job
        return survey(command, folder, zone, sensor, height, distance, place)

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        done = list(pool.map(work, jobs))
    results = {case: {} for case in cases}
    for (case, distance), found in zip(jobs, done, strict=True):
        results[case][distance] = found
    return results


def seen_percent(by_distance, distance):
    return 100 * by_distance[distance][0]["best"]["covered_fraction"]


def table(title, results, distances):
    """The share of the zone that is seen, by sensor and distance, in aligned columns."""
    rows = [["sensor", "height m", "swath km"]]
    rows[0] += [f"{distance:,.0f} km" for distance in distances]
    rows[0] += ["whole zone: km"]
    for (sensor, height, published), by_distance in results.items():
        whole = by_distance[None][0]
        row = [sensor, f"{height:,.0f}{'' if published else ' *'}"]
        row += [f"{(whole['high_m'] - whole['low_m']) / 1000:.2f}"]
        row += [f"{seen_percent(by_distance, distance):.1f} %" for distance in distances]
        row += [f"{whole['best']['length_m'] / 1000:,.0f}"]
        rows.append(row)
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = [title, ""]
    for name, *cells in rows:
        cells = [cell.rjust(width) for cell, width in zip(cells, widths[1:])]
        lines.append("  ".join([name.ljust(widths[0]), *cells]))
    if not all(published for _, _, published in results):
        lines.append("* no height was published for this sensor; this one was flown elsewhere")
    return "\n".join(lines) + "\n"


def draw_chart(path, title, results, distances, marks):
    """What is seen against the distance, one line for each case."""
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 1, figsize=(9.5, 6), dpi=150)
    names = list(dict.fromkeys(sensor for sensor, _, _ in results))
    seen = {
        case: [seen_percent(by_distance, distance) for distance in distances]
        for case, by_distance in results.items()
    }
    # The legend lists the cases in the order of the lines, from the top.
    for case in sorted(results, key=lambda case: -sum(seen[case])):
        sensor, height, published = case
        index = names.index(sensor)
        nth = [other for name, other, _ in results if name == sensor].index(height)
        axes.plot(distances,
                  seen[case],
                  color=COLOURS[index % len(COLOURS)],
                  linestyle=LINES[nth % len(LINES)],
                  linewidth=1.8,
                  marker=MARKERS[index // len(COLOURS) % len(MARKERS)],
                  markersize=4,
                  label=f"{sensor}, {height:,.0f} m{'' if published else ' *'}")
    for distance, text in marks:
        axes.axvline(distance, color="#555555", linewidth=1, linestyle=(0, (2, 3)))
        axes.annotate(text,
                      (distance, axes.get_ylim()[1]),
                      xytext=(3, -4),
                      textcoords="offset points",
                      fontsize=8,
                      color="#333333",
                      va="top",
                      rotation=90)
    axes.set_title(title, fontsize=11, loc="left")
    axes.set_xlabel("flown distance, km")
    axes.set_ylabel("seen, % of the area")
    axes.set_ylim(bottom=0)
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(fontsize=7.5,
                frameon=False,
                loc="upper left",
                bbox_to_anchor=(1.0, 1.0),
                title="sensor, height above ground",
                title_fontsize=8)
    figure.text(0.01,
                0.01,
                "* no height was published for this sensor. Each point: the parallel tracks that "
                "'overflight survey' finds, measured on the WGS 84 ellipsoid.",
                fontsize=7,
                color="#555555")
    figure.tight_layout(rect=(0, 0.02, 1, 1))
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def draw_map(command, path):
    """Both flights over the oblast, with their passages and what a check finds."""
    with tempfile.TemporaryDirectory() as folder:
        # Names are relative, since the picture shows the command that made it.
        flights = [f"geodata/flights/{name}.geojson" for name in MAP_FLIGHTS]
        options = ["--rules", "national-measures", "--date", MAP_DATE]
        made = pathlib.Path(folder) / "made"
        run(command, "analyze", *flights, *options, "-o", made, "--quiet", folder=TOP)
        place = ["--zone", "kaliningrad", "--size", MAP_SIZE]
        run(command, "map", made, "--png", path.resolve(), *place, "--quiet", folder=TOP)


def features_of(results, name):
    features = [feature for by_distance in results.values() for _, feature in by_distance.values()]
    for index, feature in enumerate(features):
        feature["properties"]["id"] = f"{name}-{index + 1}"
    return {"type": "FeatureCollection", "name": name, "features": features}


def area_km2(results):
    return next(iter(results.values()))[None][0]["best"]["area_m2"] / 1e6


def main():
    parser = argparse.ArgumentParser(prog="study-kaliningrad",
                                     description=__doc__.splitlines()[0])
    parser.add_argument("--command", required=True, type=os.path.abspath, help=argparse.SUPPRESS)
    parser.add_argument("--usual", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("directory", nargs="?", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--quick", action="store_true", help="take fewer distances")
    parser.add_argument("--map", type=pathlib.Path, metavar="FILE", help="draw only the map")
    given = parser.parse_args()
    if given.map:
        draw_map(given.command, given.map)
        print(f"The map is in {given.map}")
        return
    directory = given.directory or given.usual
    directory.mkdir(parents=True, exist_ok=True)
    workers = len(os.sched_getaffinity(0))
    distances = [250, 375, 500, 625, 750, 875, 1000, 1200, 1350, 1500]
    shown = [250, 500, 750, 1000, 1200, 1500]
    if given.quick:
        distances = shown = [250, 500, 1000, 1500]
    cases = sensors(given.command)
    wide_cases = [case for case in cases if case[0] in ("osdcam4060", "ka-91c", "sar-left")]
    elmendorf = json.loads(run(given.command, "airfields", "show", "PAED", "--json"))
    far = [elmendorf["max_distance_km"] / 2, elmendorf["max_distance_km"]]
    with tempfile.TemporaryDirectory() as folder:
        kaliningrad = study(given.command, folder, "kaliningrad", None, cases, distances, workers)
        alaska = study(given.command, folder, "alaska", "PAED", wide_cases, far, workers)
    place = f"Kaliningrad, {area_km2(kaliningrad):,.0f} km² with its waters"
    text = table(f"{place}: seen by flown distance", kaliningrad, shown)
    text += "\n" + table(
        f"Alaska, {area_km2(alaska):,.0f} km² with its waters: seen from Elmendorf and back",
        alaska,
        far)
    print(text, end="")
    (directory / "study.txt").write_text(text)
    for name, results in (("kaliningrad", kaliningrad), ("alaska", alaska)):
        (directory / f"{name}.geojson").write_text(json.dumps(features_of(results, name)) + "\n")
    draw_chart(directory / "coverage.png",
               f"{place}: what parallel tracks see",
               kaliningrad,
               distances,
               [(LIMIT_KM, "500 km: Moscow's limit"),
                (NEEDED_KM, "1,200 km: needed, says Washington")])
    draw_map(given.command, directory / "map.png")
    print(f"\nThe tables, the chart, the map and the routes are in {directory}/")


if __name__ == "__main__":
    main()
