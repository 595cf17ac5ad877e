"""A process that is started again when it hangs or crashes: a parent that only watches, and a child that serves.

Python cannot stop a thread, so a function that never returns takes its process with it. The child is a fork of the parent, which has loaded
the code and never uses gRPC: starting it again takes milliseconds. The child ends with its parent, even if that is killed.
"""

import faulthandler
import logging
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

EXHAUSTED = 70
"""How a child ends in which too many functions hang."""
PATIENCE = 15.0
"""Seconds without a turn for any Python code, as in a hopeless regular expression, after which the child is ended."""
_PAUSE = 0.2
_BEAT = 1.0
_STOPPING = (signal.SIGTERM, signal.SIGINT)
_LOG = logging.getLogger(__name__)
_line: socket.socket | None = None


def supervised(work: Callable[[], int], *, patience: float = PATIENCE) -> int:
    """Does the work of a service in a child process, which is started again whenever it ends after it has served.

    SIGTERM and SIGINT are passed on and end both. Where processes cannot fork, the work is done in this one.

    Args:
        work: the service; it calls `serve`, and returns the exit code.
        patience: seconds for which a child may stand still.

    Returns:
        The exit code.
    """
    return _Parent(work, patience).run() if hasattr(os, "fork") else work()


def serving() -> None:
    """Tells the parent, if there is one, that this process serves and is to be started again."""
    if _line is not None:
        _line.sendall(b"+")


def give_up() -> NoReturn:
    """Ends this process at once, to be started again."""
    _LOG.error("too many functions hang; this process ends and is started again")
    os._exit(EXHAUSTED)


class _Parent:
    def __init__(self, work: Callable[[], int], patience: float) -> None:
        self._work = work
        self._patience = patience
        self._child = 0
        self._asked = False

    def run(self) -> int:
        for number in _STOPPING:
            signal.signal(number, self._pass_on)
        while True:
            line = self._start()
            _, status = os.waitpid(self._child, 0)
            self._child = 0
            code, served = os.waitstatus_to_exitcode(status), _has_served(line)
            if self._asked or not served or code == 0:
                return 0 if self._asked and code < 0 else abs(code)
            _LOG.error("the service ended with %d and is started again", code)
            time.sleep(_PAUSE)
            if self._asked:
                return 0

    def _start(self) -> socket.socket:
        mine, childs = socket.socketpair()
        # A signal between the fork and the note of the child's id would be lost.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        self._child = os.fork()
        if self._child == 0:
            mine.close()
            for number in _STOPPING:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            _be_child(self._work, childs, self._patience)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        childs.close()
        return mine

    def _pass_on(self, number: int, _frame: FrameType | None) -> None:
        self._asked = True
        if self._child:
            os.kill(self._child, number)


def _has_served(line: socket.socket) -> bool:
    with line:
        return bool(line.recv(1))


def _be_child(work: Callable[[], int], line: socket.socket, patience: float) -> NoReturn:
    global _line  # noqa: PLW0603 - a process has one parent
    _line = line
    code = 1
    try:
        threading.Thread(target=_watch, args=(line, patience), name="chaincode-parent", daemon=True).start()
        code = work()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - the process ends here, not in the parent's frames
        traceback.print_exc()
    finally:
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _watch(line: socket.socket, patience: float) -> None:
    line.settimeout(_BEAT)
    while True:
        # Its clock runs without Python: if this thread gets no turn to set it back, the process ends.
        faulthandler.dump_traceback_later(patience, exit=True)
        try:
            line.recv(1)
        except TimeoutError:
            continue
        except ConnectionResetError:
            # The parent was killed before it read that this process serves.
            pass
        os._exit(1)
