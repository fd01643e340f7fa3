"""The picture of the study: what is seen against the distance, found and bound."""
from tables import ROUTES, lines_of, pick

# M. Okabe and K. Ito, Color Universal Design, 2008.
BLUE, RED, GREEN, PURPLE, ORANGE, SKY, BLACK = ("#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                                "#E69F00", "#56B4E9", "#000000")
COLOURS = [BLUE, RED, GREEN, PURPLE, ORANGE, SKY, BLACK]
MARKERS = ["o", "s", "^", "D", "v", "P", "X"]


def draw_line(axes, line, label, index, bound=True):
    """Found as a solid line with marks, the bound as a dashed one of the same colour."""
    line = sorted(line, key=lambda answer: answer.question.distance_km)
    distances = [answer.question.distance_km for answer in line]
    colour = COLOURS[index % len(COLOURS)]
    axes.plot(distances, [100 * answer.found for answer in line],
              color=colour,
              linewidth=1.8,
              marker=MARKERS[index % len(MARKERS)],
              markersize=4.5,
              # Beyond seven lines colours and marks are used again, with hollow marks.
              markerfacecolor=colour if index < len(COLOURS) else "white",
              label=label,
              zorder=3)
    if bound:
        axes.plot(distances, [100 * answer.bound for answer in line],
                  color=colour,
                  linewidth=1.2,
                  linestyle=(0, (5, 3)),
                  zorder=2)


def dress(axes, title, marks):
    for distance, text in marks:
        axes.axvline(distance, color="#555555", linewidth=0.9, linestyle=(0, (1, 2)), zorder=1)
        axes.annotate(text, (distance, 104),
                      fontsize=7.5,
                      color="#333333",
                      ha="center",
                      va="bottom",
                      annotation_clip=False)
    axes.set_title(title, fontsize=10, loc="left", pad=22)
    axes.set_ylim(0, 103)
    axes.set_xlim(left=200)
    axes.grid(color="#e2e2e2", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_ylabel("seen, % of the oblast", fontsize=9)
    axes.tick_params(labelsize=8)


def legend(axes, title, columns):
    from matplotlib.lines import Line2D
    handles, labels = axes.get_legend_handles_labels()
    handles += [Line2D([], [], color="#555555", linewidth=1.2, linestyle=(0, (5, 3)))]
    axes.legend(handles, [*labels, "bound: no route sees more"],
                fontsize=8,
                frameon=False,
                ncols=columns,
                loc="upper left",
                bbox_to_anchor=(-0.02, -0.12),
                title=title,
                title_fontsize=8.5,
                alignment="left")


def draw(path, answers, area_km2, marks):
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(11.5, 6.6), dpi=130)
    inside = [
        answer for answer in pick(answers, "kaliningrad", "inside")
        if "scan" not in answer.question.sensor.id
    ]
    lines = {
        sensor: line
        for (sensor, manner),
        line in lines_of(inside)
        if manner == "turns" and len(line) > 1
    }
    order = sorted(lines, key=lambda sensor: -sum(answer.found for answer in lines[sensor]))
    for index, sensor in enumerate(order):
        swath = lines[sensor][0].swath_km
        draw_line(left, lines[sensor], f"{sensor}, {swath:.1f} km", index)
    dress(left, "Each sensor, with turns that can be flown", marks)
    left.set_xlabel("kilometres inside the oblast", fontsize=9)
    legend(left, "sensor, width of its swath", 3)

    index = 0
    for count, name in (("inside", "inside"), ("whole", "whole route")):
        found = [
            answer for answer in pick(answers, "kaliningrad", count)
            if answer.question.sensor.id == "ka-91c"
        ]
        for (_, manner), line in lines_of(found):
            draw_line(right,
                      line,
                      f"{name}: {ROUTES[manner]}",
                      index,
                      count == "whole" or manner == "free")
            index += 1
    dress(right, "KA-91C: what counts, and what the route may do", marks)
    right.set_xlabel("kilometres that count", fontsize=9)
    legend(right, "kilometres that count: route", 2)

    figure.suptitle(
        f"What a flight can see of Kaliningrad Oblast, {area_km2:,.0f} km² with its waters",
        fontsize=12,
        x=0.01,
        ha="left")
    figure.text(
        0.01,
        0.01,
        "Solid: the best route that 'overflight survey' found. Dashed: no route whatever "
        "sees more. Zone: © OpenStreetMap contributors, ODbL-1.0.",
        fontsize=7.5,
        color="#555555")
    figure.tight_layout(rect=(0, 0.03, 1, 0.99))
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)
