"""The typical section 標準横断図, 1:30, and the pavement's layers 舗装構成図, 1:5."""

from collections.abc import Callable

from ezdxf.layouts import Modelspace

from sources.sheet import Point, area, dimension, text

Place = Callable[[float, float], Point]

SECTION, DETAIL = 1000 / 30, 1000 / 5
GUTTER, LANE, SIDEWALK, KERB = 0.50, 3.25, 2.00, 0.15
FALL = 0.015
LAYERS = (
    ("表層　再生密粒度アスコン(13)", 0.05, "SOLID", 1.0, 252),
    ("基層　再生粗粒度アスコン(20)", 0.05, "ANSI31", 0.8, 256),
    ("上層路盤　粒度調整砕石 M-30", 0.15, "AR-CONC", 0.04, 256),
    ("下層路盤　再生クラッシャラン RC-40", 0.20, "GRAVEL", 0.35, 256),
)


def draw(space: Modelspace, origin: Point) -> None:
    """Draw the section, its left edge of the carriageway's gutter at `origin`, in millimetres."""
    text(space, "標準横断図　S=1:30", (origin[0] + 150, 268), 7, centred=True)

    def at(x: float, y: float) -> Point:
        return origin[0] + x * SECTION, origin[1] + y * SECTION

    middle, edge = GUTTER + LANE, GUTTER + 2 * LANE
    surface = [at(GUTTER, 0), at(middle, LANE * FALL), at(edge, 0)]
    _bands(space, at, (GUTTER, middle, edge))
    space.add_lwpolyline(surface, dxfattribs={"layer": "CARRIAGEWAY"})
    gutter = [at(0, 0.25), at(0, -0.17), at(GUTTER, -0.17), at(GUTTER, 0), at(0.15, -0.05), at(0.15, 0.25)]
    space.add_lwpolyline(gutter, close=True, dxfattribs={"layer": "DRAIN"})
    area(space, gutter, layer="DRAIN", pattern="AR-CONC", scale=0.03)
    kerb = [at(edge, -0.15), at(edge, 0.15), at(edge + KERB, 0.15), at(edge + KERB, -0.15)]
    space.add_lwpolyline(kerb, close=True, dxfattribs={"layer": "SIDEWALK"})
    area(space, kerb, layer="SIDEWALK", pattern="AR-CONC", scale=0.03)
    end = edge + SIDEWALK
    for depth in (0.0, 0.04, 0.14):
        rise = (SIDEWALK - KERB) * 0.01
        space.add_line(at(edge + KERB, 0.15 - depth), at(end, 0.15 - depth + rise), dxfattribs={"layer": "SIDEWALK"})
    space.add_line(at(end, 0.17), at(end, 0.03), dxfattribs={"layer": "SIDEWALK"})
    space.add_line(at(middle, 1.0), at(middle, -1.0), dxfattribs={"layer": "CENTRE"})
    _section_words(space, at, edge, end)
    for left, right in ((0, GUTTER), (GUTTER, middle), (middle, edge), (edge, end)):
        dimension(space, at(left, -0.5), at(right, -0.5), at=origin[1] - 30, factor=30, decimals=0)
    dimension(space, at(0, -0.5), at(end, -0.5), at=origin[1] - 42, factor=30, decimals=0)


def _bands(space: Modelspace, at: Place, edges: tuple[float, float, float]) -> None:
    left, middle, right = edges
    depth = 0.0
    for _, thickness, pattern, scale, colour in LAYERS:
        top = [at(left, -depth), at(middle, LANE * FALL - depth), at(right, -depth)]
        depth += thickness
        below = [at(right, -depth), at(middle, LANE * FALL - depth), at(left, -depth)]
        area(space, top + below, layer="REBUILD", pattern=pattern, scale=scale * 0.6, colour=colour)
        space.add_lwpolyline(below, dxfattribs={"layer": "REBUILD"})


def _section_words(space: Modelspace, at: Place, edge: float, end: float) -> None:
    middle = GUTTER + LANE
    text(space, "CL", at(middle, 1.05), 4, centred=True)
    for x, words in (
        ((GUTTER + middle) / 2, "車道　i=1.5%"),
        ((middle + edge) / 2, "車道　i=1.5%"),
        ((edge + KERB + end) / 2, "歩道　i=1.0%"),
    ):
        text(space, words, at(x, 0.36), 4, centred=True)
    text(space, "L型側溝 250B", at(-0.3, 0.64), 3.6)
    space.add_line(at(0.0, 0.6), at(0.08, 0.2), dxfattribs={"layer": "DIMENSION"})
    text(space, "歩車道境界ブロック B種", at(edge - 0.45, 0.78), 3.6)
    space.add_line(at(edge + 0.07, 0.74), at(edge + 0.07, 0.15), dxfattribs={"layer": "DIMENSION"})


def draw_layers(space: Modelspace, origin: Point) -> None:
    """Draw the pavement's layers where it is built anew, the foot at `origin`, in millimetres."""
    text(space, "舗装構成図（打換え部）S=1:5", (origin[0] + 55, 268), 7, centred=True)
    left, width = origin[0], 62.0
    top = origin[1] + sum(layer[1] for layer in LAYERS) * DETAIL
    for name, thickness, pattern, scale, colour in LAYERS:
        foot = top - thickness * DETAIL
        outline = [(left, foot), (left + width, foot), (left + width, top), (left, top)]
        space.add_lwpolyline(outline, close=True, dxfattribs={"layer": "REBUILD"})
        area(space, outline, layer="REBUILD", pattern=pattern, scale=scale * 1.4, colour=colour)
        dimension(space, (left, foot), (left, top), at=left - 10, factor=5, decimals=0, upright=True)
        text(space, name, (left + width + 8, (foot + top) / 2 - 1.5), 3.8)
        space.add_line((left + width, (foot + top) / 2), (left + width + 6, (foot + top) / 2), dxfattribs={"layer": "DIMENSION"})
        top = foot
    dimension(space, (left, top), (left, origin[1] + 90), at=left - 22, factor=5, decimals=0, upright=True)
    text(space, "路床（CBR 6 以上）", (left + 6, top - 8), 3.8)
    text(space, "切削オーバーレイ部は表層 t=50 のみとする。", (left - 8, top - 22), 3.8)
