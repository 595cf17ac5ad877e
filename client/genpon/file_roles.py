"""What a file is in a bundle, by its name, and its media type, by its suffix.

A table of ours, not the system's: the same file must get the same leaf on every machine.
"""

import re
from dataclasses import dataclass
from pathlib import Path

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".dwg": "image/vnd.dwg",
    ".dxf": "image/vnd.dxf",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
OTHER_MEDIA_TYPE = "application/octet-stream"
OTHER_ROLE = "attachment"

# The first row whose word stands in the name decides: a 契約書別紙図面 is a drawing, so the narrower words come first.
_ROLES = (
    ("breakdown", ("内訳", "breakdown")),
    ("drawing", ("図面", "平面図", "drawing", "plan")),
    ("specification", ("仕様", "specification", "spec")),
    ("estimate", ("見積", "estimate")),
    ("conditions", ("約款", "条件", "conditions")),
    ("contract", ("契約", "contract", "agreement")),
)
_ROLE = re.compile(r"[a-z][a-z0-9_]{0,31}")


@dataclass(frozen=True, slots=True)
class BundleFile:
    """A local file on its way into a bundle: where it is, and what it is in the bundle."""

    path: Path
    role: str
    media_type: str

    @classmethod
    def of(cls, path: Path, *, role: str | None = None) -> "BundleFile":
        """A file with its role, by its name unless given, and its media type."""
        return cls(path, role or role_of(path.name), MEDIA_TYPES.get(path.suffix.lower(), OTHER_MEDIA_TYPE))

    @classmethod
    def parse(cls, argument: str) -> "BundleFile":
        """A file from the command line's `path` or `role=path`."""
        role, equals, path = argument.partition("=")
        if equals and _ROLE.fullmatch(role) and not Path(argument).exists():
            return cls.of(Path(path), role=role)
        return cls.of(Path(argument))


def role_of(name: str) -> str:
    """What a file of that name is in a bundle; `attachment` where its name does not say."""
    folded = name.casefold()
    return next((role for role, words in _ROLES if any(word in folded for word in words)), OTHER_ROLE)
