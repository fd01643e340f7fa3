#!/usr/bin/python3
"""Coverage of Kaliningrad and of Alaska against flown distance, for each bundled sensor at its
usual heights, in the best pattern of parallel tracks.

Everything is measured by the command: `overflight plan`. Here are only the questions, the table and
the picture.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

# For sensors of which no usual height was published: heights that were flown (treaty.md of the
# sources: 2,500 m over Canada in 2004, 11,000 ft over Canada in 2019).
CHOSEN_HEIGHTS_M = (2500, 3353)
# What was claimed: Moscow held that 500 km suffice, Washington that about 1,200 km are needed (Wall
# Street Journal, 26 September 2017).
LIMIT_KM, NEEDED_KM = 500, 1200
# M. Okabe and K. Ito, Color Universal Design, 2008.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
LINES, MARKERS = ["-", "--", "-.", ":"], ["o", "s"]


def run(command, *arguments):
    done = subprocess.run([command, *map(str, arguments)], capture_output=True, encoding="utf-8")
    if done.returncode == 0:
        return done.stdout
    sys.stderr.write(done.stderr)
    sys.exit(done.returncode)


def sensors(command):
    """Each sensor with each height, and whether the height is one that was published for it. What
    looks to the right sees what looks to the left does."""
    found = []
    for sensor in json.loads(run(command, "sensors", "list", "--json")):
        if sensor["id"].endswith("-right"):
            continue
        heights = sensor["heights_m"] or []
        found += [(sensor["id"], height, True)
                  for height in heights] or [(sensor["id"], height, False)
                                             for height in CHOSEN_HEIGHTS_M]
    return found


def plan(command, folder, zone, sensor, height, distance, place):
    """What the best pattern sees; its route as a feature."""
    path = pathlib.Path(folder) / f"{zone}-{sensor}-{height:g}-{distance or 'all'}.geojson"
    limits = ["--max-distance", distance] if distance else []
    limits += ["--from", place] if place else []
    figures = json.loads(
        run(command,
            "plan",
            "--zone",
            zone,
            "--sensor",
            sensor,
            "--height",
            height,
            "--json",
            "-o",
            path,
            *limits))
    (feature,) = json.loads(path.read_text())["features"]
    feature["properties"]["max_distance_km"] = distance
    return figures, feature


def study(command, folder, zone, place, cases, distances, workers):
    jobs = [(case, distance) for case in cases for distance in [*distances, None]]
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        done = list(
            pool.map(lambda job: plan(command, folder, zone, job[0][0], job[0][1], job[1], place),
                     jobs))
    results = {case: {} for case in cases}
    for (case, distance), (figures, feature) in zip(jobs, done):
        results[case][distance] = (figures, feature)
    return results


def table(title, results, distances, shown):
    """Aligned, for people; the figures as they are in the GeoJSON."""
    lines = [title, ""]
    head = [
        "sensor",
        "height m",
        "swath km",
        *[f"{distance:,} km" for distance in shown],
        "whole zone: km"
    ]
    rows = []
    for (sensor, height, published), by_distance in results.items():
        whole = by_distance[None][0]
        rows.append([
            sensor,
            f"{height:,.0f}{'' if published else ' *'}",
            f"{(whole['high_m'] - whole['low_m']) / 1000:.2f}",
            *[
                f"{100 * by_distance[distance][0]['best']['covered_fraction']:.1f} %"
                for distance in shown
            ],
            f"{whole['best']['length_m'] / 1000:,.0f}"
        ])
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, *rows]:
        lines.append("  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths))).rstrip())
    if not all(published for _, _, published in results):
        lines.append("* no usual height was published: heights that were flown elsewhere")
    return "\n".join(lines) + "\n"


def draw(axes, title, results, distances, marks):
    names = list(dict.fromkeys(sensor for sensor, _, _ in results))
    seen = {
        case:
        [100 * by_distance[distance][0]["best"]["covered_fraction"] for distance in distances]
        for case,
        by_distance in results.items()
    }
    # the legend in the order of the lines
    for case in sorted(results, key=lambda case: -sum(seen[case])):
        sensor, height, published = case
        index, heights = names.index(sensor), [
            other for name, other, _ in results if name == sensor
        ]
        axes.plot(distances,
                  seen[case],
                  color=COLOURS[index % len(COLOURS)],
                  linestyle=LINES[heights.index(height) % len(LINES)],
                  linewidth=1.8,
                  marker=MARKERS[index // len(COLOURS) % len(MARKERS)],
                  markersize=4,
                  label=f"{sensor}, {height:,.0f} m{'' if published else ' *'}")
    for distance, text in marks:
        axes.axvline(distance, color="#555555", linewidth=1, linestyle=(0, (2, 3)))
        axes.annotate(text, (distance, axes.get_ylim()[1]),
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


def main():
    parser = argparse.ArgumentParser(prog="study-kaliningrad", description=__doc__.splitlines()[0])
    parser.add_argument("--command", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--usual", required=True, type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("directory", nargs="?", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--quick", action="store_true", help="fewer distances")
    given = parser.parse_args()
    directory = given.directory or given.usual
    directory.mkdir(parents=True, exist_ok=True)
    workers = len(os.sched_getaffinity(0))
    distances = [250, 500, 1000, 1500
                 ] if given.quick else [250, 375, 500, 625, 750, 875, 1000, 1200, 1350, 1500]
    shown = [250, 500, 1000, 1500] if given.quick else [250, 500, 750, 1000, 1200, 1500]
    cases = sensors(given.command)
    elmendorf = json.loads(run(given.command, "airfields", "show", "PAED",
                               "--json"))["max_distance_km"]
    far = [elmendorf / 2, elmendorf]
    with tempfile.TemporaryDirectory() as folder:
        kaliningrad = study(given.command, folder, "kaliningrad", None, cases, distances, workers)
        alaska = study(given.command,
                       folder,
                       "alaska",
                       "PAED",
                       [case for case in cases if case[0] in ("osdcam4060", "ka-91c", "sar-left")],
                       far,
                       workers)
    area = next(iter(kaliningrad.values()))[None][0]["best"]["area_m2"] / 1e6
    wide = next(iter(alaska.values()))[None][0]["best"]["area_m2"] / 1e6
    text = table(f"Kaliningrad, {area:,.0f} km² with its waters: seen by flown distance",
                 kaliningrad,
                 distances,
                 shown)
    text += "\n" + table(
        f"Alaska, {wide:,.0f} km² with its waters: seen from Elmendorf and back", alaska, far, far)
    print(text, end="")
    (directory / "study.txt").write_text(text)
    for name, results in (("kaliningrad", kaliningrad), ("alaska", alaska)):
        features = [
            feature for by_distance in results.values() for _, feature in by_distance.values()
        ]
        for index, feature in enumerate(features):
            feature["properties"]["id"] = f"{name}-{index + 1}"
        (directory / f"{name}.geojson").write_text(
            json.dumps({
                "type": "FeatureCollection", "name": name, "features": features
            }) + "\n")
    figure, axes = plt.subplots(1, 1, figsize=(9.5, 6), dpi=150)
    draw(axes,
         f"Kaliningrad ({area:,.0f} km² with its waters): what the best parallel tracks see",
         kaliningrad,
         distances, [(LIMIT_KM, "500 km: Moscow's limit"),
                     (NEEDED_KM, "1,200 km: needed, says Washington")])
    axes.legend(fontsize=7.5,
                frameon=False,
                loc="upper left",
                bbox_to_anchor=(1.0, 1.0),
                title="sensor, height above ground",
                title_fontsize=8)
    figure.text(
        0.01,
        0.01,
        "* no usual height was published. Best direction, offset and order of tracks for each "
        "point; measured on the WGS 84 ellipsoid by 'overflight plan'.",
        fontsize=7,
        color="#555555")
    figure.tight_layout(rect=(0, 0.02, 1, 1))
    figure.savefig(directory / "kaliningrad.png", metadata={"Software": None})
    print(f"\nThese, the picture and the routes are in {directory}/")


if __name__ == "__main__":
    main()
