"""Plain text: from bytes in one of the encodings of Chinese offices to text blocks."""

from __future__ import annotations

import codecs
import re
from typing import Final

from ..problem import Problem
from .blocks import Source, plain

NEWLINES: Final = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
"""Word copies a manual line break as a vertical tab, a page break as a form feed."""
INVISIBLE: Final = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls; \t \n \v \f \r are dealt with before
    "\u00ad\u200b\u2060\ufeff"  # soft hyphen, zero-width spaces, stray byte order marks
    "\u202a-\u202e\u2066-\u2069"  # overrides that show text in another order than stored
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # surrogates, noncharacters
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
"""What shows nothing and would break search, YAML or HTML."""
CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAX_CONTROL_SHARE: Final = 0.02
"""A stray control or two comes from an old printer file; more means that it is not text."""
MIN_COMMON_SHARE: Final = 0.6
"""GB18030 decodes almost anything. Chinese text is nearly all punctuation and common hanzi (GB 2312
level 1; the seed 99.9%, a line of rare names 62%); Big5 read as GB18030 is a quarter of them."""
DAMAGED_UTF8_SHARE: Final = 0.05
MAX_CHARACTERS: Final = 1_000_000
"""A thousand printed pages: more is no paper, and would take minutes."""
SAMPLE: Final = 100_000
"""Characters that the plausibility of an encoding is judged by."""
SAVE_AS_UTF8: Final = "用记事本打开，核对无乱码后“另存为”，编码选 UTF-8，再导入。"


def clean_text(text: str) -> str:
    """Text with line feeds only, without characters that cannot be seen."""
    return INVISIBLE.sub("", NEWLINES.sub("\n", text))


def one_line(text: str) -> str:
    """Clean text on one line, its white space single blanks."""
    return " ".join(clean_text(text).split())


def decode_text(data: bytes, path: str) -> str | Problem:
    """Decode UTF-8, UTF-16 with a byte order mark, or GB18030; the mark is dropped.

    At most `MAX_CHARACTERS`.

    `path` only names the file in the problem.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding, path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_legacy(data, error.start, path)
    return _checked(text, path)


def parse_text(text: str, name: str) -> Source:
    """Text to blocks: every line that is not blank is one."""
    lines = clean_text(text).split("\n")
    return Source(name, tuple(plain(line.strip()) for line in lines if line.strip()))


def _decode_as(data: bytes, encoding: str, path: str) -> str | Problem:
    try:
        return _checked(data.decode(encoding), path)
    except UnicodeDecodeError as error:
        what = f"文件开头标明是 {encoding.upper()} 编码，但第{error.start + 1}字节处损坏。"
        return Problem(path, 1, what, SAVE_AS_UTF8)


def _decode_legacy(data: bytes, broken_at: int, path: str) -> str | Problem:
    """GB18030, unless the bytes are damaged UTF-8 or some other encoding."""
    guess = data[: 4 * SAMPLE].decode("utf-8", "replace")
    hanzi = sum("\u4e00" <= char <= "\u9fff" for char in guess)
    if hanzi and guess.count("\ufffd") <= DAMAGED_UTF8_SHARE * hanzi:
        what = f"文字是 UTF-8 编码，但第{broken_at + 1}字节处损坏。"
        return Problem(path, 1, what, "从原处重新复制一份，或" + SAVE_AS_UTF8)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return _not_text(path)
    return _checked(text, path) if _is_chinese(text[:SAMPLE]) else _not_text(path)


def _is_chinese(text: str) -> bool:
    foreign = [char for char in text if char > "\x7f"]
    common = sum(
        0xA1 <= code[0] <= 0xD7
        for code in (char.encode("gb2312", "ignore") for char in foreign)
        if code
    )
    return common >= MIN_COMMON_SHARE * len(foreign)


def _checked(text: str, path: str) -> str | Problem:
    controls = len(CONTROLS.findall(text))
    if "\x00" in text or controls > max(2, MAX_CONTROL_SHARE * len(text)):
        return _not_text(path)
    return too_long(path) if len(text) > MAX_CHARACTERS else text


def too_long(path: str) -> Problem:
    """The problem of a paper with more text than any paper has."""
    what = f"内容太多（超过{MAX_CHARACTERS // 10_000}万字，或有巨大的表格），不像一份材料。"
    return Problem(path, 1, what, "核对是否选错了文件；确是材料的，拆成几份再导入。")


def _not_text(path: str) -> Problem:
    what = "内容不是文字，或不是 UTF-8、UTF-16、GB18030 编码的文字。"
    return Problem(path, 1, what, SAVE_AS_UTF8)
