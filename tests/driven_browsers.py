"""Browsers that Playwright does not drive: an old Chromium over its pipe, Firefox over Marionette.

Both protocols are a few lines over a pipe and a socket, and need neither a driver nor a package:
https://chromedevtools.github.io/devtools-protocol/ (`--remote-debugging-pipe`) and
https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

PATIENCE = 30.0
"""Seconds until something that does not happen is taken to have failed."""
INNER = ("data:", "blob:", "about:", "chrome:", "resource:", "moz-extension:", "chrome-extension:")
"""What no page fetches from outside."""


class Driven(Protocol):
    """A browser with one tab."""

    name: str
    """With its version: `Firefox 140.12.0`."""

    def open(self, url: str) -> None:
        """Go to a page, and wait until it has loaded."""

    def run(self, script: str, *arguments: Any) -> Any:
        """What a function body returns, run in the page."""

    def type(self, text: str) -> None:
        """Type into what has the focus."""

    def press(self, key: str) -> None:
        """`Enter`, `ArrowDown`, `Escape`, `Tab`."""

    def point(self, selector: str) -> None:
        """Move the mouse onto an element."""

    def picture(self, target: Path) -> None:
        """Write a PNG of the tab."""

    def wrong(self) -> list[str]:
        """Errors of scripts and the console, and requests that left the folder, since last asked."""

    def allow(self, base: str) -> None:
        """Requests below this address are the site's own."""


def wait_for(browser: Driven, script: str, *arguments: Any) -> Any:
    """What a function body returns once that is true."""
    if found := _poll(browser, script, *arguments, seconds=PATIENCE):
        return found
    raise AssertionError(f"{browser.name}: never true: {script}; {browser.wrong()}")


def _poll(browser: Driven, script: str, *arguments: Any, seconds: float) -> Any:
    """What a function body returns once that is true; None where it takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := browser.run(script, *arguments):
            return found
        time.sleep(0.05)
    return None


def point_until(browser: Driven, selector: str, script: str) -> Any:
    """What a function body returns once the mouse has come to an element and that is true.

    A browser that has not drawn the page yet takes no notice of the first move: a hand moves on.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        browser.point("h1")
        browser.point(selector)
        if found := _poll(browser, script, seconds=PATIENCE / 10):
            return found
    raise AssertionError(f"{browser.name}: pointing at {selector}: {script}; {browser.wrong()}")


# Chromium


@dataclass
class Chromium:
    """One tab over the DevTools protocol; messages are JSON, ended by a zero byte."""

    process: subprocess.Popen[bytes]
    requests: int
    """Where messages to the browser are written."""
    answers: int
    name: str = ""
    base: str = "file://"
    _session: str = ""
    _number: int = 0
    _buffer: bytes = b""
    _events: list[dict[str, Any]] = field(default_factory=list)
    _wrong: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Open the tab, and hear of everything in it."""
        self.name = str(self._ask("Browser.getVersion")["product"]).replace("Headless", "")
        target = self._ask("Target.createTarget", url="about:blank")
        attached = self._ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._ask(f"{domain}.enable")

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self.requests, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            chunk = os.read(self.answers, 1 << 20)
            if not chunk:
                raise AssertionError(f"{self.name} has gone")
            self._buffer += chunk
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        if "method" in message:
            self._events.append(message)
            self._note(message["method"], message.get("params", {}))
        return message

    def _note(self, method: str, parameters: dict[str, Any]) -> None:
        if method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            said = details.get("exception", {}).get("description", details.get("text"))
            self._wrong.append(f"{details.get('url', '')}: {said}")
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning"):
            self._wrong.append(f"console: {[a.get('value') for a in parameters['args']]}")
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self._wrong.append(f"{parameters['entry'].get('url')}: {parameters['entry']['text']}")
        elif method == "Network.requestWillBeSent":
            url = parameters["request"]["url"]
            if not url.startswith((self.base, *INNER)):
                self._wrong.append(f"outside: {url}")
        elif method == "Network.loadingFailed" and parameters["errorText"] != "net::ERR_ABORTED":
            self._wrong.append(f"failed: {parameters['errorText']}")

    def allow(self, base: str) -> None:
        self.base = base

    def open(self, url: str) -> None:
        self._events.clear()
        self._ask("Page.navigate", url=url)
        while not any(event["method"] == "Page.loadEventFired" for event in self._events):
            self._next()

    def run(self, script: str, *arguments: Any) -> Any:
        given = ", ".join(json.dumps(argument) for argument in arguments)
        found = self._ask(
            "Runtime.evaluate",
            expression=f"(function () {{ {script} }})({given})",
            returnByValue=True,
            awaitPromise=True,
        )
        if "exceptionDetails" in found:
            raise AssertionError(f"{self.name}: {script}: {found['exceptionDetails']}")
        return found["result"].get("value")

    def type(self, text: str) -> None:
        for character in text:
            self._ask("Input.dispatchKeyEvent", type="keyDown", text=character, key=character)
            self._ask("Input.dispatchKeyEvent", type="keyUp", key=character)

    def press(self, key: str) -> None:
        codes = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowDown": 40}
        event = {"key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
        text = {"text": "\r"} if key == "Enter" else {}
        self._ask("Input.dispatchKeyEvent", type="keyDown", **event, **text)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **event)

    def point(self, selector: str) -> None:
        place = self.run(_CENTRE, selector)
        self._ask("Input.dispatchMouseEvent", type="mouseMoved", x=place[0], y=place[1])

    def picture(self, target: Path) -> None:
        data = self._ask("Page.captureScreenshot", format="png")["data"]
        target.write_bytes(base64.b64decode(data))

    def wrong(self) -> list[str]:
        self.run("return 1")  # what was on its way has come
        found, self._wrong = self._wrong, []
        return found


_CENTRE = """
const element = document.querySelector(arguments[0]);
element.scrollIntoView({block: "center"});
const box = element.getClientRects()[0];
return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
"""


@contextlib.contextmanager
def open_chromium(executable: Path) -> Iterator[Chromium]:
    """A Chromium of any age from 60 on, without a window and without a network."""
    to_browser, requests = os.pipe()
    answers, from_browser = os.pipe()

    def ends() -> None:  # the browser reads from 3 and writes to 4
        copies = os.dup(to_browser), os.dup(from_browser)
        os.dup2(copies[0], 3)
        os.dup2(copies[1], 4)

    with tempfile.TemporaryDirectory() as profile:
        process = subprocess.Popen(
            [
                str(executable),
                "--headless",
                "--remote-debugging-pipe",
                *("--no-sandbox", "--no-zygote", "--disable-gpu", "--disable-dev-shm-usage"),
                *("--disable-background-networking", "--no-first-run", "--window-size=1200,900"),
                "--proxy-server=127.0.0.1:9",  # nothing listens there; loopback is not proxied
                f"--user-data-dir={profile}",
            ],
            close_fds=False,
            preexec_fn=ends,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        browser = Chromium(process, requests, answers)
        try:
            browser.start()
            yield browser
        finally:
            process.terminate()
            process.wait()
            os.close(requests)
            os.close(answers)


# Firefox

_PREFERENCES: dict[str, object] = {
    "marionette.port": 0,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "browser.newtabpage.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "browser.aboutwelcome.enabled": False,
    "dom.disable_open_during_load": False,
}
_INFORMATION = 8
"""nsIScriptError.infoFlag"""
_NO_FAULT = ("CSS Parser", "Empty string passed to getElementById")
"""What Firefox warns of where nothing is wrong: rules for other browsers, Material's look-up of ids."""
_LISTEN = """
const lines = [];
const seen = {
  QueryInterface: ChromeUtils.generateQI(["nsIObserver", "nsIConsoleListener"]),
  observe(subject, topic) {
    if (topic === "http-on-modify-request") {
      const channel = subject.QueryInterface(Ci.nsIHttpChannel);
      const from = channel.loadInfo && channel.loadInfo.browsingContext;
      if (from) lines.push("request " + channel.URI.spec);
      return;
    }
    try {
      const error = subject.QueryInterface(Ci.nsIScriptError);
      lines.push("log " + JSON.stringify([error.sourceName, error.errorMessage, error.flags,
                                          error.category]));
    } catch (e) { /* a line of the browser's own */ }
  },
};
Services.obs.addObserver(seen, "http-on-modify-request");
Services.console.registerListener(seen);
globalThis.kbSeen = seen;
globalThis.kbLines = lines;
"""


@dataclass
class Firefox:
    """One tab over Marionette: messages are JSON behind their length and a colon."""

    connection: socket.socket
    name: str = ""
    base: str = "file://"
    _number: int = 0
    _buffer: bytes = b""

    def start(self) -> None:
        """Begin a session, and hear of everything the tab does."""
        self._message()  # the greeting
        capabilities = self._ask("WebDriver:NewSession", {"pageLoadStrategy": "normal"})
        found = capabilities["capabilities"]
        self.name = f"Firefox {found['browserVersion']}"
        self._ask("WebDriver:SetTimeouts", {"pageLoad": int(PATIENCE * 1000), "script": 20_000})
        self._chrome(_LISTEN)

    def _message(self) -> Any:
        while b":" not in self._buffer:
            self._receive()
        length, _, self._buffer = self._buffer.partition(b":")
        while len(self._buffer) < int(length):
            self._receive()
        text, self._buffer = self._buffer[: int(length)], self._buffer[int(length) :]
        return json.loads(text)

    def _receive(self) -> None:
        chunk = self.connection.recv(1 << 20)
        if not chunk:
            raise AssertionError("Firefox has gone")
        self._buffer += chunk

    def _ask(self, command: str, parameters: dict[str, Any]) -> Any:
        self._number += 1
        data = json.dumps([0, self._number, command, parameters]).encode()
        self.connection.sendall(str(len(data)).encode() + b":" + data)
        _, _, error, result = self._message()
        if error:
            raise AssertionError(f"{command}: {error}")
        return result

    def _chrome(self, script: str) -> Any:
        self._ask("Marionette:SetContext", {"value": "chrome"})
        try:
            asked = {"script": script, "args": [], "sandbox": "system", "newSandbox": False}
            return self._ask("WebDriver:ExecuteScript", asked)["value"]
        finally:
            self._ask("Marionette:SetContext", {"value": "content"})

    def allow(self, base: str) -> None:
        self.base = base

    def open(self, url: str) -> None:
        self._ask("WebDriver:Navigate", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        asked = {"script": script, "args": list(arguments)}
        return self._ask("WebDriver:ExecuteScript", asked)["value"]

    def _keys(self, text: str) -> None:
        actions = [
            {"type": kind, "value": character}
            for character in text
            for kind in ("keyDown", "keyUp")
        ]
        source = {"type": "key", "id": "keys", "actions": actions}
        self._ask("WebDriver:PerformActions", {"actions": [source]})

    def type(self, text: str) -> None:
        self._keys(text)

    def press(self, key: str) -> None:
        codes = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004", "ArrowDown": "\ue015"}
        self._keys(codes[key])

    def point(self, selector: str) -> None:
        x, y = self.run(_CENTRE, selector)
        move = {"type": "pointerMove", "x": x, "y": y, "duration": 0}
        source = {
            "type": "pointer",
            "id": "mouse",
            "parameters": {"pointerType": "mouse"},
            "actions": [move],
        }
        self._ask("WebDriver:PerformActions", {"actions": [source]})

    def picture(self, target: Path) -> None:
        data = self._ask("WebDriver:TakeScreenshot", {"full": False})["value"]
        target.write_bytes(base64.b64decode(data))

    def wrong(self) -> list[str]:
        found = []
        for line in self._chrome("return globalThis.kbLines.splice(0);"):
            kind, _, rest = line.partition(" ")
            if kind == "request":
                if not rest.startswith(self.base):
                    found.append(f"outside: {rest}")
                continue
            source, text, flags, category = json.loads(rest)
            own = source.startswith(("file:", "http:", "blob:")) and not flags & _INFORMATION
            if own and category not in _NO_FAULT and not text.startswith(_NO_FAULT):
                found.append(f"{source}: {category}: {text}")
        return found


@contextlib.contextmanager
def open_firefox(executable: Path) -> Iterator[Firefox]:
    """Firefox without a window and without a network."""
    with tempfile.TemporaryDirectory() as profile:
        preferences = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in _PREFERENCES.items()
        ]
        Path(profile, "user.js").write_text("".join(preferences), encoding="utf-8")
        process = subprocess.Popen(
            [
                *(str(executable), "--marionette", "--headless", "--no-remote", "--profile"),
                *(profile, "--remote-allow-system-access", "--width", "1200", "--height", "900"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"HOME": profile, "MOZ_CRASHREPORTER_DISABLE": "1"},
        )
        connection = None
        try:
            port = _until(lambda: _port_of(Path(profile)))
            connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE * 2)
            browser = Firefox(connection)
            browser.start()
            yield browser
        finally:
            if connection:
                connection.close()
            process.terminate()
            process.wait()


def _port_of(profile: Path) -> int:
    """The port that Firefox chose; it writes it down once it listens."""
    with contextlib.suppress(OSError, ValueError):
        return int((profile / "MarionetteActivePort").read_text())
    return 0


def _until(find: Callable[[], int]) -> int:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := find():
            return found
        time.sleep(0.1)
    raise AssertionError("Firefox does not listen")
