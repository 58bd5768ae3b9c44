"""What makes the website installable: manifests, the service worker's list of files, icons.

The offline copy has none of it. The worker itself is docs/assets/app/worker.js; `sw.js`, which must
lie at the root of what it serves, only tells it the release and the files.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from .match import Language

RED = "#a3191f"
_SIZES = (192, 512)
_FALLBACK = "about/app/"
"""The page shown in place of one that is not kept, while there is no network."""


def files(
    site: Path, release: str, names: dict[Language, tuple[str, str]]
) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file; `names` has each language's name and description."""
    for language, said in names.items():
        path = f"{_folder(language)}manifest.webmanifest"
        yield path, _json(manifest(language, *said))
    yield "sw.js", service_worker(site, release, tuple(names)).encode()
    yield "assets/app/icon.svg", icon_svg().encode()
    for size in _SIZES:
        yield f"assets/app/icon-{size}.png", icon_png(size)


def manifest(language: Language, name: str, description: str) -> dict[str, Any]:
    """A web app manifest; addresses are relative to it, so that any sub-path will do."""
    root = "../" * _folder(language).count("/")
    icons = [
        {
            "src": f"{root}assets/app/icon-{size}.png",
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in _SIZES
        for purpose in ("any", "maskable")
    ]
    svg = {"src": f"{root}assets/app/icon.svg", "sizes": "any", "type": "image/svg+xml"}
    return {
        "name": name,
        "short_name": name if language == "zh" else "Party KB",
        "description": description,
        "lang": "zh-CN" if language == "zh" else "en",
        "dir": "ltr",
        "start_url": "./",
        "scope": root or "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": RED,
        "icons": [*icons, svg],
    }


def service_worker(site: Path, release: str, languages: tuple[Language, ...]) -> str:
    """`sw.js`: the release, what every page needs, and what search needs in each language."""
    version = f"?v={release}"
    shell: dict[str, None] = {}
    for language in languages:
        folder = _folder(language)
        page = (site / folder / "index.html").read_text(encoding="utf-8")
        up = "../" * folder.count("/")
        for url in re.findall(
            rf'<(?:script|link)[^>]+?(?:src|href)="([^"]+?){re.escape(version)}"', page
        ):
            shell[url.removeprefix(up) + version] = None
    pages = [f"{_folder(language)}{page}" for language in languages for page in ("", _FALLBACK)]
    data = {
        "release": release,
        "shell": [*(page or "./" for page in pages), *shell],
        "keep": {language: _kept(site, language, version) for language in languages},
        "fallback": {language: f"{_folder(language)}{_FALLBACK}" for language in languages},
    }
    worker = f"assets/app/worker.js{version}"
    return f"self.kbApp = {_json(data).decode()};\nimportScripts({json.dumps(worker)});\n"


def _kept(site: Path, language: Language, version: str) -> list[str]:
    """What searching and the definitions of terms need."""
    folders = ("assets/search", f"{_folder(language)}search")
    found = sorted(path for folder in folders for path in (site / folder).glob("*.js"))
    names = [path.relative_to(site).as_posix() for path in found]
    return [f"{name}{version}" for name in (*names, f"data/definitions-{language}.js")]


def _folder(language: Language) -> str:
    return "" if language == "zh" else f"{language}/"


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


# The icon: an open book on red, within the circle that a mask leaves

_PAGES = (
    ((8, 7), (15, 7), (17.1, 7.9), (18, 10), (18, 25), (17.1, 23.3), (15, 22.5), (8, 22.5)),
    ((24, 7), (21, 7), (18.9, 7.9), (18, 10), (18, 25), (18.9, 23.3), (21, 22.5), (24, 22.5)),
)
_BOX = 32
_SMALLER = 0.8
_CENTRE = 16
_FINER = 4
"""Lines of the picture are looked at so often, for smooth edges."""

Point = tuple[float, float]


def _shapes() -> list[list[Point]]:
    return [
        [(_CENTRE + (x - _CENTRE) * _SMALLER, _CENTRE + (y - _CENTRE) * _SMALLER) for x, y in page]
        for page in _PAGES
    ]


def icon_svg() -> str:
    """The icon for what can show SVG."""
    paths = "".join(
        f'<path d="M{"L".join(f"{x:g} {y:g}" for x, y in shape)}z"/>' for shape in _shapes()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_BOX} {_BOX}">'
        f'<path fill="{RED}" d="M0 0h{_BOX}v{_BOX}H0z"/><g fill="#fff">{paths}</g></svg>\n'
    )


def icon_png(size: int) -> bytes:
    """The same as a picture, for what cannot."""
    scale = size / _BOX
    shapes = [[(x * scale, y * scale) for x, y in shape] for shape in _shapes()]
    ink = bytes.fromhex(RED[1:])
    shades = [bytes(round(part + (255 - part) * step / 255) for part in ink) for step in range(256)]
    rows = bytearray()
    for row in range(size):
        cover = [0.0] * size
        for step in range(_FINER):
            for shape in shapes:
                _cover_line(cover, _crossings(shape, row + (step + 0.5) / _FINER))
        rows += b"\0" + b"".join(shades[min(255, round(255 * part))] for part in cover)
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _crossings(shape: Sequence[Point], height: float) -> list[float]:
    """Where a horizontal line meets the edges of a shape, from left to right."""
    met = []
    for (x, y), (to_x, to_y) in zip(shape, (*shape[1:], shape[0]), strict=True):
        if (y <= height) != (to_y <= height):
            met.append(x + (height - y) * (to_x - x) / (to_y - y))
    return sorted(met)


def _cover_line(cover: list[float], crossings: Sequence[float]) -> None:
    """Add what one line covers of each pixel of its row."""
    for start, end in zip(crossings[::2], crossings[1::2], strict=True):
        for pixel in range(int(start), min(int(end) + 1, len(cover))):
            part = min(end, pixel + 1) - max(start, pixel)
            cover[pixel] += max(0.0, part) / _FINER
