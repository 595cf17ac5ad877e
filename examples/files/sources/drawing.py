"""The drawing 図面: plan, section and notes on one A1 sheet, as DXF.

Paper millimetres are the unit; each view has its own scale, and its dimensions show the size on the ground.
"""

from pathlib import Path
from typing import Any

import ezdxf
from ezdxf import options
from ezdxf.layouts import Modelspace

from sources import plan, section
from sources.sheet import text

LAYERS = {
    "FRAME": (7, 50),
    "CARRIAGEWAY": (7, 35),
    "SIDEWALK": (3, 25),
    "CENTRE": (1, 18),
    "STATION": (8, 13),
    "CUT": (4, 13),
    "REBUILD": (30, 13),
    "DRAIN": (5, 35),
    "FURNITURE": (6, 30),
    "DIMENSION": (7, 13),
    "TEXT": (7, 18),
}
WIDTH, HEIGHT = 841.0, 594.0
NOTES = (
    "1. 寸法の単位は、特記のない限り平面図は m、断面図は mm とする。",
    "2. 測点の間隔は 20m とする。",
    "3. 打換え区間（No.8～No.11）は、路床を確認のうえ施工する。",
    "4. 集水桝は既設管に接続する。高さは現地で監督員と協議する。",
    "5. この図面は見本であり、実在の道路を示すものではない。",
)


def write(file: Path, project: dict[str, Any]) -> None:
    """Write the drawing.

    Args:
        file: where to.
        project: the facts of the works, for the title block.
    """
    options.write_fixed_meta_data_for_testing = True
    document = ezdxf.new("R2010", setup=["linetypes"], units=4)
    document.styles.get("Standard").dxf.font = "msgothic.ttc"
    for name, (colour, weight) in LAYERS.items():
        document.layers.add(name, color=colour, lineweight=weight)
    document.layers.get("CENTRE").dxf.linetype = "CENTER"
    document.header["$LTSCALE"] = 0.6
    document.header["$EXTMIN"], document.header["$EXTMAX"] = (0, 0, 0), (WIDTH, HEIGHT, 0)
    space = document.modelspace()
    _frame(space)
    _title_block(space, project)
    plan.draw(space, origin=(85.0, 420.0))
    section.draw(space, origin=(55.0, 165.0))
    section.draw_layers(space, origin=(425.0, 130.0))
    _notes(space)
    document.set_modelspace_vport(HEIGHT * 1.05, (WIDTH / 2, HEIGHT / 2))
    # The library lists the types in use in a set's order, which differs from run to run.
    for kind in sorted(document.entitydb.dxf_types_in_use()):
        document.classes.add_class(kind)
    document.saveas(file)


def _frame(space: Modelspace) -> None:
    for margin, weight in ((0.0, 13), (20.0, 70)):
        corners = [(margin, margin), (WIDTH - margin, margin), (WIDTH - margin, HEIGHT - margin), (margin, HEIGHT - margin)]
        space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "FRAME", "lineweight": weight})


def _title_block(space: Modelspace, project: dict[str, Any]) -> None:
    left, bottom, width, row = WIDTH - 20 - 200, 20.0, 200.0, 11.0
    lines = (
        ("図面番号", "1 / 1"),
        ("縮　尺", "図示（A1）"),
        ("作成年月", "令和8年11月"),
        ("発注者", project["owner"]),
        ("図面名", "平面図・標準横断図・舗装構成図"),
        ("工事名", project["title"]),
        ("工事番号", project["number"]),
    )
    for index, (name, value) in enumerate(lines):
        y = bottom + index * row
        space.add_line((left, y + row), (left + width, y + row), dxfattribs={"layer": "FRAME"})
        text(space, name, (left + 4, y + 3.5), 4)
        text(space, value, (left + 42, y + 3.2), 4.6)
    top = bottom + len(lines) * row
    for x in (left, left + 38):
        space.add_line((x, bottom), (x, top), dxfattribs={"layer": "FRAME"})


def _notes(space: Modelspace) -> None:
    text(space, "注記", (600, 232), 6)
    for index, note in enumerate(NOTES):
        text(space, note, (600, 219 - index * 10), 4)
