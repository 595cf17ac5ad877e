"""Makes the test vectors, which another implementation can be tested against.

    python tests/vectors/make.py [folder]

Every `*_vectors.py` beside this file gives, by its `files()`, the JSON files that it makes. What is random (RSA-PSS) is taken from the
committed file while it still holds, so that making them again changes nothing.
"""

import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(folder: Path) -> None:
    """Writes every vector file into a folder."""
    sys.path.insert(0, str(HERE))
    for path in sorted(HERE.glob("*_vectors.py")):
        for name, content in importlib.import_module(path.stem).files().items():
            (folder / name).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
