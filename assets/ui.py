"""`make ui`: the Dagster UI and its daemon on this machine, until Ctrl-C. They end with everything they started."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from assets import settings
from assets.home import dagster_home

HOST = "127.0.0.1"  # Dagster's UI knows no passwords: it is for this machine alone
_FAILED, _WRONG_USAGE = 1, 2
_WORKSPACE = Path(__file__).parent.parent / "workspace.yaml"
_PATIENCE = 15.0  # seconds in which a night that runs can say that it was stopped
_asked_to_stop: list[int] = []


def main() -> int:
    """Check what is needed, start the two, watch over them; the exit code, as a shell would say it."""
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    try:
        port = _free_port(os.environ.get("PORT") or "3000")
        landing, warehouse = _places()
        home = dagster_home(warehouse)
    except (_CannotStartError, settings.WrongSettingsError) as fault:
        return _say(str(fault), _WRONG_USAGE)
    except OSError as fault:
        return _say(f"the warehouse {settings.warehouse()} can't be used: {fault.strerror}", _FAILED)
    os.environ |= {"DAGSTER_HOME": str(home), "CLOSEOUT_LANDING": str(landing), "CLOSEOUT_WAREHOUSE": str(warehouse)}
    # Not `dagster dev` or `dg dev`: they warn about dagster.yaml, start more slowly and leave processes behind on SIGTERM.
    workspace = ["--workspace", str(_WORKSPACE), "--code-server-log-level", "warning"]
    serve = ["dagster_webserver", "--host", HOST, "--port", str(port), "--dagster-log-level", "warning"]
    children: list[subprocess.Popen[bytes]] = []
    try:
        for module in (serve, ["dagster._daemon", "run", "--log-level", "warning"]):
            # The daemon logs to stdout, which is for the address.
            children.append(subprocess.Popen([sys.executable, "-m", *module, *workspace], stdout=sys.stderr, start_new_session=True))  # noqa: S603
        return _watch(children, port, f"landing zone {landing}, warehouse {warehouse}")
    finally:
        _end(children)


class _CannotStartError(Exception):
    """What is wrong with how it was called, and what to do about it."""


def _stop(number: int, _frame: FrameType | None) -> None:
    _asked_to_stop.append(number)


def _say(message: str, code: int) -> int:
    sys.stderr.write(f"closeout: {message}\n")
    return code


def _places() -> tuple[Path, Path]:
    """Landing zone and warehouse, once the settings can be read."""
    settings.load()
    landing, warehouse = settings.landing(), settings.warehouse()
    if not landing.is_dir():
        raise _CannotStartError(f"the landing folder {landing} does not exist: set CLOSEOUT_LANDING to the folder that holds orders/, bank/, ...")
    return landing.resolve(), warehouse.resolve()


def _free_port(told: str) -> int:
    """The port, if nothing listens there yet."""
    if not told.isdecimal() or not 0 < int(told) < 65_536:  # noqa: PLR2004
        raise _CannotStartError(f"PORT={told} is no port: give a number from 1 to 65535")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that was just left is free
        try:
            probe.bind((HOST, int(told)))
        except OSError as fault:
            told_why = f"port {told} of {HOST} can't be used ({fault.strerror}): stop what listens there, or take another: make ui PORT=3001"
            raise _CannotStartError(told_why) from fault
    return int(told)


def _watch(children: Sequence[subprocess.Popen[bytes]], port: int, places: str) -> int:
    """Say when it can be used; until a signal comes, or one of the two is gone."""
    said = False
    while not _asked_to_stop:
        if gone := [child for child in children if child.poll() is not None]:
            return _say(f"{' '.join(map(str, gone[0].args[2:4]))} ended by itself with {gone[0].returncode}; see above", _FAILED)
        if not said and _answers(port):
            sys.stdout.write(f"The Dagster UI is on http://{HOST}:{port} ({places}); Ctrl-C ends it\n")
            sys.stdout.flush()
            said = True
        time.sleep(0.2)
    return 128 + _asked_to_stop[0]


def _answers(port: int) -> bool:
    with contextlib.closing(http.client.HTTPConnection(HOST, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/server_info")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """End both groups: with them their code servers and the nights these run."""
    for number, patience in ((signal.SIGTERM, _PATIENCE), (signal.SIGKILL, 5.0)):
        deadline = time.monotonic() + patience
        while (left := [child for child in children if _reached(child, number)]) and time.monotonic() < deadline:
            number = 0  # asked once; now it is only looked at
            time.sleep(0.1)
        if not left:
            return


def _reached(child: subprocess.Popen[bytes], number: int) -> bool:
    """Send a signal to what is left of a child's group; whether anything is."""
    child.poll()  # a child that has ended counts as long as nobody asks how
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
