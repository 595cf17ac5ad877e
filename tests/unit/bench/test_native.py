"""What a process uses is counted where it works: in a child, too."""

import subprocess
import sys

import psutil

from bench.native import family

WATCHED = """
import os, sys
if os.fork():
    os.wait()
else:
    while sum(os.times()[:2]) < 0.2: pass
    print("worked", flush=True)
    sys.stdin.read()
"""


def test_a_child_belongs_to_its_process() -> None:
    with subprocess.Popen([sys.executable, "-c", WATCHED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == "worked\n"
        used = [sum(each.cpu_times()[:2]) for each in family(psutil.Process(started.pid))]
        assert len(used) == 2
        assert used[1] >= 0.19
        started.communicate()
