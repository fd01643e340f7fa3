"""The questions of the study, and how `overflight survey` is asked them."""
import dataclasses
import json
import math
import pathlib
import subprocess
import sys

# Turns: a bank of 20 degrees, assumed, at speeds that are no surer. The press told of 300 kn
# over Canada in 2019, at 11,000 ft. 250 kn is the usual limit below 10,000 ft. The speed at
# 35,000 ft is from memory.
BANK_DEG = 20
SPEED_KMH = 556
SPEEDS_KMH = {"ka-91c": 800, "ks-87e-3in": 463, "ks-87e-6in": 463, "ks-87e-oblique-left": 463,}
# For sensors without a published height, one that was flown elsewhere: 11,000 ft over Canada in
# 2019.
CHOSEN_HEIGHT_M = 3353
# The sensors that the study is about: they get the most rounds, and both counts.
MAIN = ("ka-91c", "osdcam4060", "sar-left")
# A swath narrower than this wants so many tracks that a search finds next to nothing better.
NARROW_M = 2000
LEVELS = (100, 99, 95, 90, 80, 50)
EVERYTHING = 1 - 1e-12
# How exactly the least distance inside is looked for.
LEAST_WITHIN_KM = 0.5

# How a route may be flown: whether turns take room, and whether the route may cross itself.
MANNERS = ("free", "uncrossed", "turns", "turns-uncrossed")


def stricter(manner):
    """The manners whose routes may also be flown in this one. A sensor that is on all along sees
    no less than one that is off in turns."""
    return {
        "free": MANNERS,
        "uncrossed": ("uncrossed", "turns-uncrossed"),
        "turns": ("turns", "turns-uncrossed"),
    }.get(manner, (manner,))


@dataclasses.dataclass
class Sensor:
    id: str
    height_m: float  # NaN: it does not matter
    published: bool  # whether somebody published that height for the sensor
    one_sided: bool
    confidence: str  # of its angles
    width_km: float = math.nan  # instead of a sensor

    @property
    def speed_kmh(self):
        return SPEEDS_KMH.get(self.id.split(",")[0], SPEED_KMH)

    def options(self):
        if not math.isnan(self.width_km):
            return ["--swath-km", f"{self.width_km:.3f}"]
        return ["--sensor", self.id, "--height", f"{self.height_m:g}"]


@dataclasses.dataclass
class Question:
    """`count` says what the distance limits: the `whole` route or the kilometres `inside` the zone.
    Without a distance the question is how far one must fly at least to see `level` per cent."""
    zone: str
    sensor: Sensor
    count: str
    manner: str
    distance_km: float = None
    level: float = None
    place: str = None
    rounds: int = 1
    tracks: bool = False  # parallel tracks from west to east only


@dataclasses.dataclass
class Answer:
    question: Question
    figures: dict
    feature: dict
    name: str

    @property
    def found(self):
        return self.figures["best"]["covered_fraction"]

    @property
    def bound(self):
        return self.figures["bound"]["covered_fraction"]

    @property
    def length_m(self):
        return self.figures["best"]["length_m"]

    @property
    def inside_m(self):
        return self.figures["best"]["inside_m"]

    def counted_m(self, count):
        return self.length_m if count == "whole" else self.inside_m

    @property
    def least_m(self):
        return self.figures["bound"]["least_length_m"]

    @property
    def swath_km(self):
        return (self.figures["high_m"] - self.figures["low_m"]) / 1000


def run(command, *arguments, folder=None):
    """What the command prints; ends with its message and status if it fails."""
    done = subprocess.run([command, *map(str, arguments)],
                          cwd=folder,
                          capture_output=True,
                          encoding="utf-8")
    if done.returncode == 0:
        return done.stdout
    sys.stderr.write(f"{command} {' '.join(map(str, arguments))}\n{done.stderr}")
    sys.exit(done.returncode)


def sensors(command):
    """Each bundled sensor at its published height or the chosen one. Sensors that look to the right
    are left out: they see what those that look to the left see."""
    found = []
    for sensor in json.loads(run(command, "sensors", "list", "--json")):
        if sensor["id"].endswith("-right"):
            continue
        published = bool(sensor["heights_m"])
        height = sensor["heights_m"][0] if published else CHOSEN_HEIGHT_M
        found.append(
            Sensor(sensor["id"],
                   height,
                   published,
                   sensor["id"].endswith("-left"),
                   sensor["confidence"]))
    return found


def scans(sensor, angles_deg):
    """The panoramic camera with other scans than the bundled one, which is from memory."""
    return [
        Sensor(f"{sensor.id}, {angle}° scan",
               math.nan,
               False,
               False,
               "M",
               width_km=2 * sensor.height_m * math.tan(math.radians(angle / 2)) / 1000)
        for angle in angles_deg
    ]


def manners(sensor):
    """A sensor that looks to one side sweeps a whole ring where a route turns on the spot, for no
    distance at all. No aircraft can do that, so such sensors get turns that take room."""
    return MANNERS[3:1:-1] if sensor.one_sided else ("turns", "uncrossed", "free")


def arguments_of(question):
    options = ["--zone", question.zone, *question.sensor.options()]
    if question.manner.startswith("turns"):
        options += ["--bank", BANK_DEG, "--speed", question.sensor.speed_kmh, "--off-in-turns"]
    if question.manner.endswith("uncrossed"):
        options.append("--no-crossing")
    if question.level is not None:
        options += ["--coverage", question.level]
    elif question.count == "whole":
        options += ["--max-distance", f"{question.distance_km:g}"]
    else:
        options += ["--max-inside", f"{question.distance_km:g}"]
    if question.place:
        options += ["--from", question.place]
    if question.tracks:
        return [*options, "--direction", 90, "--seconds", 0]
    return [*options, "--rounds", question.rounds]


class Surveyor:
    """Asks the questions about one sensor, one after the other: each search also begins with the
    best of the routes so far that its limits allow. So more distance never finds less, nor does
    more freedom."""
    def __init__(self, command, folder):
        self.command, self.folder = command, pathlib.Path(folder)
        self.answers = []

    def start_for(self, question):
        """The best answer so far that is also one to this question; None: there is none."""
        allowed = [
            answer for answer in self.answers if answer.question.manner in stricter(question.manner)
            and answer.question.place == question.place and not answer.question.tracks
        ]
        if question.level is not None:
            allowed = [answer for answer in allowed if answer.found >= question.level / 100]
            return min(allowed, key=lambda answer: answer.counted_m(question.count), default=None)
        allowed = [
            answer for answer in allowed
            if answer.counted_m(question.count) <= question.distance_km * 1000
        ]
        return max(allowed, key=lambda answer: answer.found, default=None)

    def ask(self, question):
        start = None if question.tracks else self.start_for(question)
        if question.level is not None and question.count == "inside":
            answer = self.least_inside(question, start) if start else None
        elif question.level is None and start and start.found >= EVERYTHING:
            # All is seen: more distance cannot see more.
            figures = {**start.figures, "bound": {"covered_fraction": 1.0}}
            answer = Answer(question, figures, start.feature, start.name)
        else:
            answer = self.search(question, start)
        if answer:
            self.answers.append(answer)

    def search(self, question, start):
        name = (f"{question.zone} {question.sensor.id} {question.count} {question.manner} "
                f"{question.level or question.distance_km:g}{' %' if question.level else ''}")
        path = self.path_of(name)
        options = [*arguments_of(question), "--json", "--quiet", "-o", path]
        if start:
            options += ["--start", self.path_of(start.name)]
        figures = json.loads(run(self.command, "survey", *options))
        (feature,) = json.loads(path.read_text())["features"]
        return Answer(question, figures, feature, name)

    def least_inside(self, question, found):
        """The command searches for the shortest whole route only. So what is found is the least of
        all routes so far, and the bound is the distance below which no route can see the part."""
        low_km, high_km = 0, found.inside_m / 1000
        while high_km - low_km > LEAST_WITHIN_KM:
            middle_km = (low_km + high_km) / 2
            asked = dataclasses.replace(question, level=None, distance_km=middle_km, tracks=True)
            said = run(self.command, "survey", *arguments_of(asked), "--json", "--quiet")
            if json.loads(said)["bound"]["covered_fraction"] < question.level / 100:
                low_km = middle_km
            else:
                high_km = middle_km
        figures = {**found.figures, "bound": {"least_length_m": low_km * 1000}}
        return Answer(question, figures, found.feature, found.name)

    def path_of(self, name):
        return self.folder / f"{name}.geojson"


def ask_all(command, folder, questions):
    surveyor = Surveyor(command, folder)
    for question in questions:
        surveyor.ask(question)
    return surveyor.answers


def curves(zone, sensor, distances, counts, rounds, place=None):
    """The questions of what is seen on each distance, from the strictest to the most generous."""
    return [
        Question(zone, sensor, count, manner, distance, place=place, rounds=rounds)
        for distance in distances for count in counts
        for manner in manners(sensor)
        if count == "inside" or not manner.endswith("uncrossed")
    ]


def least_inside(zone, sensor, wanted):
    """The questions of how far one must fly inside the zone, for the most generous manner."""
    return [Question(zone, sensor, "inside", manners(sensor)[-1], level=level) for level in wanted]


def levels(zone, sensor, wanted, rounds, tracks=False):
    """The questions of how far one must fly to see a part of the zone, the greatest first."""
    return [
        Question(zone, sensor, "whole", manner, level=level, rounds=rounds, tracks=tracks)
        for manner in manners(sensor)
        for level in wanted
    ]
