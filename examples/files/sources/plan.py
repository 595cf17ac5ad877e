"""The plan 平面図: 400 m of road, straight to No.12, then a curve, 1:600."""

import math
from collections.abc import Iterable

from ezdxf.layouts import Modelspace

from sources.sheet import Point, area, dimension, text

SCALE = 1000 / 600
MIDDLE = 420.0
LENGTH, STRAIGHT, RADIUS = 400.0, 240.0, 420.0
HALF, SIDEWALK, GUTTER, KERB = 3.25, 2.0, 0.5, 0.15
REBUILD = (160.0, 220.0)
GUTTER_PART = (60.0, 210.0)
RAIL = (320.0, 400.0)
BASINS = range(60, 211, 21)


class Plan:
    """Turns metres along and across the road into millimetres on paper."""

    def __init__(self, origin: Point) -> None:
        self._origin = origin

    def at(self, station: float, offset: float) -> Point:
        """The point `offset` metres left of the centre line at `station` metres."""
        if station <= STRAIGHT:
            x, y, heading = station, 0.0, 0.0
        else:
            heading = (station - STRAIGHT) / RADIUS
            x, y = STRAIGHT + RADIUS * math.sin(heading), RADIUS * (1 - math.cos(heading))
        x, y = x - offset * math.sin(heading), y + offset * math.cos(heading)
        return self._origin[0] + x * SCALE, self._origin[1] + y * SCALE

    def line(self, start: float, end: float, offset: float) -> list[Point]:
        """A line beside the centre line, in steps of 2 m."""
        steps = max(1, round((end - start) / 2))
        return [self.at(start + (end - start) * step / steps, offset) for step in range(steps + 1)]

    def strip(self, start: float, end: float, left: float, right: float) -> list[Point]:
        """The outline between two offsets."""
        return self.line(start, end, left) + self.line(start, end, right)[::-1]


def draw(space: Modelspace, origin: Point) -> None:
    """Draw the plan with its start of the centre line at `origin`, in millimetres."""
    plan = Plan(origin)
    text(space, "平面図　S=1:600", (MIDDLE, 548), 8, centred=True)
    _surfaces(space, plan)
    _edges(space, plan)
    _stations(space, plan)
    _furniture(space, plan)
    _dimensions(space, plan)
    _legend(space)
    _north(space, (790.0, 545.0))


def _surfaces(space: Modelspace, plan: Plan) -> None:
    for start, end in ((0.0, REBUILD[0]), (REBUILD[1], LENGTH)):
        area(space, plan.strip(start, end, HALF, -HALF), layer="CUT", pattern="ANSI31", scale=0.9)
    area(space, plan.strip(*REBUILD, HALF, -HALF), layer="REBUILD", pattern="ANSI37", scale=0.7)
    area(space, plan.strip(0, LENGTH, HALF + SIDEWALK, HALF + KERB), layer="SIDEWALK", pattern="DOTS", scale=1.2)


def _edges(space: Modelspace, plan: Plan) -> None:
    for offset, layer in (
        (HALF, "CARRIAGEWAY"),
        (-HALF, "CARRIAGEWAY"),
        (HALF + KERB, "SIDEWALK"),
        (HALF + SIDEWALK, "SIDEWALK"),
        (0, "CENTRE"),
    ):
        space.add_lwpolyline(plan.line(0, LENGTH, offset), dxfattribs={"layer": layer})
    space.add_lwpolyline(plan.line(*GUTTER_PART, -HALF - GUTTER), dxfattribs={"layer": "DRAIN"})
    for station in GUTTER_PART:
        space.add_line(plan.at(station, -HALF), plan.at(station, -HALF - GUTTER), dxfattribs={"layer": "DRAIN"})


def _stations(space: Modelspace, plan: Plan) -> None:
    for number in range(21):
        station = number * 20.0
        space.add_line(plan.at(station, 7.5), plan.at(station, -6.0), dxfattribs={"layer": "STATION"})
        x, y = plan.at(station, 8.6)
        text(space, f"No.{number}", (x, y), 3.2, centred=True)


def _furniture(space: Modelspace, plan: Plan) -> None:
    space.add_lwpolyline(plan.line(*RAIL, HALF + SIDEWALK + 0.8), dxfattribs={"layer": "FURNITURE", "linetype": "DASHDOT"})
    for station in BASINS:
        outline = [plan.at(station + x, -HALF - GUTTER / 2 + y) for x, y in ((-0.6, -0.6), (0.6, -0.6), (0.6, 0.6), (-0.6, 0.6))]
        space.add_lwpolyline(outline, close=True, dxfattribs={"layer": "DRAIN"})
        area(space, outline, layer="DRAIN", pattern="SOLID", scale=1)
    for stripe in range(7):
        offset = -2.7 + stripe * 0.9
        outline = plan.strip(8.0, 12.0, offset + 0.225, offset - 0.225)
        area(space, outline, layer="FURNITURE", pattern="SOLID", scale=1, colour=7)


def _dimensions(space: Modelspace, plan: Plan) -> None:
    bottom = plan.at(0, 0)[1]
    for level, parts in enumerate((((0.0, 160.0), REBUILD, (220.0, STRAIGHT)), (GUTTER_PART,))):
        for start, end in parts:
            below = bottom - 24 - level * 14
            dimension(space, plan.at(start, -HALF), plan.at(end, -HALF), at=below, factor=0.6, decimals=1)
    text(space, "打換え L=60.0m", (plan.at(190, 0)[0], bottom - 31), 3.6, centred=True)
    text(space, "L型側溝 L=150.0m　集水桝 8箇所", (plan.at(135, 0)[0], bottom - 45), 3.6, centred=True)
    text(space, "防護柵 L=80.0m", (plan.at(350, 22)[0] - 14, plan.at(350, 22)[1]), 3.6, centred=True)
    text(space, "曲線部 R=420m　L=160.0m", (plan.at(330, -17)[0], plan.at(330, -17)[1]), 3.6, centred=True)
    _leader(space, plan.at(10, -2.7), (plan.at(10, 0)[0] + 8, bottom - 14), "横断歩道")
    text(space, "施工延長 L=400.0m（No.0～No.20）", (plan.at(120, 0)[0], bottom + 34), 5, centred=True)
    space.add_lwpolyline([*plan.line(0, LENGTH, 15.0)], dxfattribs={"layer": "DIMENSION"})
    for station in (0.0, LENGTH):
        space.add_line(plan.at(station, 8), plan.at(station, 16.5), dxfattribs={"layer": "DIMENSION"})


def _leader(space: Modelspace, start: Point, end: Point, words: str) -> None:
    space.add_lwpolyline([start, end, (end[0] + 18, end[1])], dxfattribs={"layer": "DIMENSION"})
    text(space, words, (end[0] + 2, end[1] + 1), 3.4)


def _legend(space: Modelspace) -> None:
    rows: Iterable[tuple[str, str, str]] = (
        ("CUT", "ANSI31", "切削オーバーレイ t=5cm　A=2,210㎡"),
        ("REBUILD", "ANSI37", "舗装打換え　A=390㎡"),
        ("SIDEWALK", "DOTS", "歩道舗装 透水性 t=4cm　A=800㎡"),
    )
    left, top = 600.0, 330.0
    text(space, "凡例", (left, top + 6), 6)
    for index, (layer, pattern, words) in enumerate(rows):
        y = top - 12 - index * 13
        outline = [(left, y), (left + 22, y), (left + 22, y + 8), (left, y + 8)]
        space.add_lwpolyline(outline, close=True, dxfattribs={"layer": layer})
        area(space, outline, layer=layer, pattern=pattern, scale=0.9)
        text(space, words, (left + 28, y + 2), 4.2)
    y = top - 12 - 3 * 13
    space.add_line((left, y + 4), (left + 22, y + 4), dxfattribs={"layer": "DRAIN"})
    text(space, "L型側溝・集水桝（撤去・設置）", (left + 28, y + 2), 4.2)
    space.add_line((left, y - 9), (left + 22, y - 9), dxfattribs={"layer": "FURNITURE", "linetype": "DASHDOT"})
    text(space, "防護柵（ガードパイプ）", (left + 28, y - 11), 4.2)


def _north(space: Modelspace, at: Point) -> None:
    x, y = at
    space.add_circle(at, 11, dxfattribs={"layer": "TEXT"})
    area(space, [(x, y + 16), (x - 4, y - 8), (x, y - 4)], layer="TEXT", pattern="SOLID", scale=1)
    space.add_lwpolyline([(x, y + 16), (x + 4, y - 8), (x, y - 4)], close=True, dxfattribs={"layer": "TEXT"})
    text(space, "N", (x, y + 17.5), 6, centred=True)
