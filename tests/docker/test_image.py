"""The project's own image."""

import json

from tests.support.engine import docker
from tests.support.images.building import GENPON, genpon_image

FILES = """
import hashlib, os
for folder, folders, names in os.walk("/opt/genpon"):
    for path in (os.path.join(folder, name) for name in folders + names):
        facts = os.lstat(path)
        content = open(path, "rb").read() if os.path.isfile(path) else b""
        target = os.readlink(path) if os.path.islink(path) else ""
        print(path, facts.st_mode, facts.st_uid, facts.st_mtime_ns, target, hashlib.sha256(content).hexdigest())
"""
AGAIN = f"{GENPON}-again"


def files(image: str) -> set[str]:
    return set(docker("run", "--rm", "--network", "none", image, "python3", "-c", FILES).splitlines())


def test_it_is_no_roots_and_says_whether_it_is_well(images: None) -> None:
    del images
    (image,) = json.loads(docker("image", "inspect", GENPON))

    assert image["Config"]["User"] == "10003:10003"
    assert image["Config"]["Cmd"] == ["python3", "-m", "genpon_chaincode"]
    assert image["Config"]["Healthcheck"]["Test"] == ["CMD", "python3", "-m", "genpon_chaincode.healthcheck"]
    assert image["Size"] < 250 << 20


def test_another_build_of_the_same_sources_is_the_same_file_by_file(images: None) -> None:
    del images
    genpon_image(AGAIN, anew=True)
    try:
        first, again = files(GENPON), files(AGAIN)
    finally:
        docker("rmi", AGAIN)

    assert len(first) > 1000
    assert first ^ again == set()
