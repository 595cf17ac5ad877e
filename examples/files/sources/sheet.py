"""What the views of the drawing share: words, dimensions and areas."""

from collections.abc import Sequence

from ezdxf.enums import TextEntityAlignment
from ezdxf.layouts import Modelspace

Point = tuple[float, float]


def text(space: Modelspace, words: str, at: Point, height: float, *, centred: bool = False) -> None:
    """Put words on the sheet.

    Args:
        space: where to.
        words: what.
        at: left end of the base line, or its middle, in millimetres.
        height: of the letters, in millimetres.
        centred: whether `at` is the middle.
    """
    align = TextEntityAlignment.BOTTOM_CENTER if centred else TextEntityAlignment.LEFT
    space.add_text(words, height=height, dxfattribs={"layer": "TEXT"}).set_placement(at, align=align)


def dimension(space: Modelspace, start: Point, end: Point, *, at: float, factor: float, decimals: int, upright: bool = False) -> None:
    """Put a dimension between two points.

    Args:
        space: where to.
        start: the first point, in millimetres.
        end: the second point.
        at: the dimension line's y, or its x where it stands upright.
        factor: size on the ground of one millimetre on paper.
        decimals: of the number that is shown.
        upright: whether the height is measured, not the width.
    """
    length = abs(end[1] - start[1]) if upright else abs(end[0] - start[0])
    space.add_linear_dim(
        base=(at, start[1]) if upright else (start[0], at),
        p1=start,
        p2=end,
        # Written out: some programs measure again, in millimetres of paper.
        text=f"{length * factor:.{decimals}f}",
        angle=90 if upright else 0,
        dimstyle="Standard",
        override={
            "dimtxt": 3.2, "dimasz": 2.2, "dimexe": 1.2, "dimexo": 1.0, "dimgap": 0.8, "dimtad": 1,
            "dimlfac": factor, "dimdec": decimals, "dimzin": 0, "dimdsep": ord("."),
            "dimtih": 0, "dimtoh": 0, "dimclrt": 7, "dimatfit": 3, "dimtix": 1,
        },
        dxfattribs={"layer": "DIMENSION"},
    ).render()  # fmt: skip


def area(space: Modelspace, outline: Sequence[Point], *, layer: str, pattern: str, scale: float, colour: int = 256) -> None:
    """Fill an area with a pattern, or with colour where the pattern is SOLID."""
    hatch = space.add_hatch(color=colour, dxfattribs={"layer": layer})
    if pattern != "SOLID":
        hatch.set_pattern_fill(pattern, color=colour, scale=scale)
    hatch.paths.add_polyline_path(outline, is_closed=True)
