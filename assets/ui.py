"""`make ui`: the Dagster UI and its daemon on this machine, until Ctrl-C. They end with everything they started."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from assets import settings
from assets.home import dagster_home

HOST = "127.0.0.1"  # Dagster's UI asks for no password: it is for this machine alone
MODULE, LOCATION = "assets.definitions", "closeout"  # as in workspace.yaml
_FAILED, _WRONG_USAGE = 1, 2
_LAST_PORT = 65_535
_PATIENCE = 15.0  # seconds in which a night that runs can tell Dagster that it was stopped

_asked_to_stop: list[int] = []


class _CannotStartError(Exception):
    """What is wrong with how it was called, and what to do about it."""


def main() -> int:
    """Check what is needed, start everything, watch over it; the exit code as a shell would say it."""
    # Before any child starts: Dagster takes SIGTERM as it finds SIGINT, and a script's `&` has SIGINT ignored.
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    port = 0
    try:
        settings.load()
        port, landing, warehouse = _port(), _landing(), settings.warehouse().resolve()
        home = dagster_home(warehouse)
        _check_free(port)
    except (_CannotStartError, settings.WrongSettingsError) as fault:
        return _say(str(fault), _WRONG_USAGE)
    except OSError as fault:
        what = fault.filename or f"port {port} (another: make ui PORT={port + 1})"
        return _say(f"{what} can't be used: {fault.strerror}", _FAILED)
    os.environ |= {"DAGSTER_HOME": str(home), "CLOSEOUT_LANDING": str(landing), "CLOSEOUT_WAREHOUSE": str(warehouse)}
    services = Services()
    try:
        with tempfile.TemporaryDirectory(prefix="closeout-ui-") as folder:
            return services.run(port, Path(folder), f"landing zone {landing}, warehouse {warehouse}")
    finally:
        services.end()


def _stop(number: int, _frame: FrameType | None) -> None:
    _asked_to_stop.append(number)


def _say(message: str, code: int) -> int:
    sys.stderr.write(f"closeout: {message}\n")
    return code


def _landing() -> Path:
    landing = settings.landing()
    if not landing.is_dir():
        told = f"the landing folder {landing} does not exist: CLOSEOUT_LANDING names the one with orders/, bank/, ... in it"
        raise _CannotStartError(told)
    return landing.resolve()


def _port() -> int:
    told = os.environ.get("PORT") or "3000"
    if not told.isdecimal() or not 0 < int(told) <= _LAST_PORT:
        raise _CannotStartError(f"PORT={told} is no port: give a number from 1 to {_LAST_PORT}")
    return int(told)


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just left is free
        probe.bind((HOST, port))


class Services:
    """The code server, the web server and the daemon.

    Not `dagster dev` or `dg dev`: these warn about our dagster.yaml, start more slowly and may outlive a SIGTERM.
    One code server for both: a daemon without one imports all of the code again every minute.
    """

    def __init__(self) -> None:
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, port: int, folder: Path, places: str) -> int:
        """Start them one after the other, then wait for a signal or for the end of one of them."""
        code, workspace = folder / "code", folder / "workspace.yaml"
        location = {"grpc_server": {"socket": str(code), "location_name": LOCATION}}
        workspace.write_text(json.dumps({"load_from": [location]}), encoding="utf-8")
        quiet, shared = ("--log-level", "warning"), ("--workspace", str(workspace))
        self._start("code server", "dagster", "code-server", "start", "--socket", str(code), *quiet, "-m", MODULE)
        if self._reached(code.exists):
            web = ("--host", HOST, "--port", str(port), "--dagster-log-level", "warning")
            self._start("web server", "dagster_webserver", *web, *shared)
            self._start("daemon", "dagster._daemon", "run", *quiet, *shared)
        if self._reached(lambda: _answers(port)):
            sys.stdout.write(f"The Dagster UI is on http://{HOST}:{port} ({places}); Ctrl-C ends it\n")
            sys.stdout.flush()
        self._reached(lambda: False)
        if _asked_to_stop:
            return 128 + _asked_to_stop[0]
        return _say(f"the {self._gone()} has ended by itself; what it said stands above", _FAILED)

    def end(self) -> None:
        """End their groups: with them the nights that run."""
        for number, patience in ((signal.SIGTERM, _PATIENCE), (signal.SIGKILL, 5.0)):
            deadline = time.monotonic() + patience
            left = [child for child in self._children.values() if _signalled(child, number)]
            while left and time.monotonic() < deadline:
                time.sleep(0.1)
                left = [child for child in left if _signalled(child, 0)]

    def _start(self, name: str, *module: str) -> None:
        # Dagster logs to stdout too, which is for the address.
        command = [sys.executable, "-m", *module]
        self._children[name] = subprocess.Popen(command, stdout=sys.stderr, start_new_session=True)  # noqa: S603

    def _gone(self) -> str:
        return next((name for name, child in self._children.items() if child.poll() is not None), "")

    def _reached(self, probe: Callable[[], bool]) -> bool:
        """Wait until the probe says so; false once they have to stop."""
        while not _asked_to_stop and not self._gone():
            if probe():
                return True
            time.sleep(0.2)
        return False


def _answers(port: int) -> bool:
    with contextlib.closing(http.client.HTTPConnection(HOST, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/server_info")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False


def _signalled(child: subprocess.Popen[bytes], number: int) -> bool:
    """Send a signal to what is left of a child's group; whether anything is. 0 only asks."""
    child.poll()  # one that has ended stays in its group until somebody asks how it ended
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
