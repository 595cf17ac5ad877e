"""Make the example bundle again, byte for byte.

```
pip install '.[examples]' -c constraints.txt
python examples/files/make.py --fonts /usr/share/fonts/opentype
```

The fonts are IPAex Mincho and IPAex Gothic (Debian: `fonts-ipaexfont`), whose licence lets a document carry them.
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import typst
from sources import breakdown, drawing

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
REVISIONS = (1, 2)


def make(fonts: Path, target: Path) -> None:
    """Write both revisions of the bundle and their terms.

    Args:
        fonts: the folder that holds `ipaexm.ttf` and `ipaexg.ttf`, at any depth.
        target: the folder that gets `revision-1`, `revision-2` and the files of terms.
    """
    project = json.loads((SOURCES / "project.json").read_text(encoding="utf-8"))
    folders = [str(file.parent) for file in sorted(fonts.rglob("ipaex?.ttf"))]
    first, *later = (target / f"revision-{revision}" for revision in REVISIONS)
    first.mkdir(parents=True, exist_ok=True)
    _print("specification.typ", first / "specification.pdf", folders, {})
    drawing.write(first / "drawing.dxf", project)
    breakdown.write(first, project)
    for folder in later:
        shutil.copytree(first, folder, dirs_exist_ok=True)
    for revision in REVISIONS:
        _print("contract.typ", target / f"revision-{revision}" / "contract.pdf", folders, {"revision": str(revision)})
        text = json.dumps(_terms(project, revision), ensure_ascii=False, indent=2)
        (target / f"terms-{revision}.json").write_text(text + "\n", encoding="utf-8")


def _print(source: str, target: Path, fonts: list[str], inputs: dict[str, str]) -> None:
    typst.compile(
        SOURCES / source,
        output=target,
        root=SOURCES,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=["a-2b"],
    )


def _terms(project: dict[str, Any], revision: int) -> dict[str, Any]:
    return {
        "title": project["title"],
        "category": "works",
        "parties": [f"department/{project['owner_code']}/{project['owner_department']}", f"counterparty/{project['contractor_number']}"],
        "local_id": project["number"],
        "approval_number": project["approval_number"],
        "award_method": "competitive",
        "amount": project["total"],
        "tax_amount": project["tax"],
        "contract_at": project["contract_date"],
        "validity_start_at": project["start"],
        "validity_end_at": project["end_in_revision_1"] if revision == 1 else project["end"],
        "deposit": project["deposit"],
        "advance_payment": project["advance"],
    }


def main() -> None:
    """Read the command line and make the files."""
    parser = argparse.ArgumentParser(description="Make the example bundle again.")
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"), help="folder that holds the IPAex fonts")
    parser.add_argument("--target", type=Path, default=HERE, help="folder to write to")
    arguments = parser.parse_args()
    make(arguments.fonts, arguments.target)


if __name__ == "__main__":
    main()
