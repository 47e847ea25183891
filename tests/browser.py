"""A headless Chromium, driven over chromedriver's own HTTP interface (W3C WebDriver): no package is needed for it."""

import base64
import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Without a company's proxy, which knows nothing of this machine's ports.
_LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_FLAGS = (
    "--headless=new",
    "--no-sandbox",  # neither root nor an ordinary user in a container may have one; it only sees pages of this machine
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--hide-scrollbars",
)
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # under this key WebDriver hands out elements


def missing() -> str:
    """What a browser test lacks on this machine; empty if nothing."""
    lacking = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    return f"no {' and no '.join(lacking)} on this machine (Debian: chromium, chromium-driver)" if lacking else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(url: str, body: dict[str, Any] | None = None, method: str | None = None) -> Any:  # noqa: ANN401
    """The JSON that a server of this machine answers."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)  # noqa: S310
    with _LOCAL.open(request, timeout=60) as answer:
        return json.load(answer)


def until(what: str, probe: Callable[[], Any], seconds: float = 30) -> Any:  # noqa: ANN401
    """The first answer that says something; a server that is not there yet, or a page in the making, says nothing."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if found := probe():
                return found
        except OSError:  # of urllib too
            pass
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {seconds} s")


class Browser:
    """One window. Elements are named by XPath, and waited for."""

    def __init__(self, session: str) -> None:
        self._session = session

    def open(self, url: str) -> None:
        self._do("url", {"url": url})

    def see(self, xpath: str, seconds: float = 30) -> str:
        """Wait until it is there; its handle."""
        return str(until(xpath, lambda: self._do("element", {"using": "xpath", "value": xpath}).get(_ELEMENT), seconds))

    def click(self, xpath: str, seconds: float = 30) -> None:
        """Click it once it is there and enabled; a page that is still being made swallows clicks, so wait for its end before."""

        def clicked() -> bool:
            element = self.see(xpath, seconds)
            return self._do(f"element/{element}/enabled") and self._do(f"element/{element}/click", {}) is None

        until(f"click {xpath}", clicked, seconds)

    def run(self, script: str) -> Any:  # noqa: ANN401
        return self._do("execute/sync", {"script": script, "args": []})

    def picture(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self._do("screenshot")))

    def _do(self, command: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401
        return ask(f"{self._session}/{command}", body)["value"]


@contextmanager
def browser(folder: Path, width: int = 1400, height: int = 900) -> Iterator[Browser]:
    """A browser that has never seen any page, with its profile in an empty folder."""
    port = free_port()
    with (
        (folder / "chromedriver.log").open("wb") as log,
        subprocess.Popen([shutil.which("chromedriver") or "", f"--port={port}"], stdout=log, stderr=log) as driver,
    ):
        try:
            server = f"http://127.0.0.1:{port}"
            until("chromedriver", lambda: ask(f"{server}/status")["value"]["ready"])
            arguments = [*_FLAGS, f"--user-data-dir={folder / 'profile'}", f"--window-size={width},{height}"]
            asked = {"goog:chromeOptions": {"binary": shutil.which("chromium"), "args": arguments}}
            session = f"{server}/session"
            session += "/" + ask(session, {"capabilities": {"alwaysMatch": asked}})["value"]["sessionId"]
            try:
                yield Browser(session)
            finally:
                ask(session, method="DELETE")
        finally:
            driver.kill()  # it has no browser any more, and was seen to wait for ever when it was asked to end
