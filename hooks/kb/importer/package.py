"""Open an office package (a zip of XML parts) within limits, and keep only what is harmless.

python-docx and openpyxl read every member of the zip whole, however large, so they are never handed
the file itself: the members are inflated here up to a limit, checked, and packed anew.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Final
from xml.parsers import expat

from ..problem import Problem
from .guard import WORD, Office

MAX_ENTRIES: Final = 3_000
"""A paper has some twenty parts and one for each picture."""
MAX_DIRECTORY_BYTES: Final = 1024 * 1024
"""`zipfile` makes an object for every directory entry, whatever the end record counts."""
MAX_DECLARED_BYTES: Final = 200 * 1024 * 1024
"""Pictures included, which are never inflated."""
MAX_RATIO: Final = 200
"""Word's XML deflates 10 to 50 times; deflate's limit, which bombs come near, is 1,032."""
RATIO_FROM_BYTES: Final = 1024 * 1024
"""Small parts may be repetitive without harm."""
PIECE: Final = 64 * 1024
END_RECORD: Final = struct.Struct("<4s4H2LH")
"""End of central directory record, APPNOTE.TXT 4.3.16."""
LOCAL_HEADER_BYTES: Final = 30
LOCAL_SIZES: Final = struct.Struct("<2H")
"""Lengths of name and extra field, the last of the local file header, APPNOTE.TXT 4.3.7."""
ZIP_ERRORS: Final = (
    zipfile.BadZipFile, zlib.error, struct.error,
    EOFError, OSError, ValueError, RuntimeError, NotImplementedError,
)  # fmt: skip
# What is said names the kind of file with the fields of `Office`.
DAMAGED: Final = "{name}已损坏，打不开。"
REPAIR: Final = "用 {program} 或 WPS 打开并修复，另存为新的 {extension} 再导入。"
TOO_LARGE: Final = "{name}解压后大得不正常，可能是恶意文件。"
COPY_TEXT: Final = "核对来源；可信的，{copy}再导入。"
SAVE_AS: Final = "{save_as}"


class _Bad(Exception):
    """Ends the opening; never leaves this module."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix


def open_package(data: bytes, path: str, office: Office = WORD) -> io.BytesIO | Problem:
    """A harmless copy of the package: checked XML, every other part empty.

    `path` only names the file in the problem. Memory stays within the limits above.
    """
    try:
        parts = _read_parts(data, office)
        _check_document(parts, office)
    except _Bad as bad:
        return _problem(path, office, bad.what, bad.fix)
    except ZIP_ERRORS:
        return damaged(path, office)
    return _pack(parts)


def damaged(path: str, office: Office = WORD) -> Problem:
    """The problem of a package that cannot be read."""
    return _problem(path, office, DAMAGED, REPAIR)


def _problem(path: str, office: Office, what: str, fix: str) -> Problem:
    words = {
        "name": office.name,
        "program": office.program,
        "extension": office.extension,
        "save_as": office.save_as,
        "copy": office.copy,
    }
    return Problem(path, 1, what.format(**words), fix.format(**words))


def _read_parts(data: bytes, office: Office) -> dict[str, bytes]:
    """Part name → content, empty for what is not XML; raises `_Bad` or a `ZIP_ERRORS`."""
    _check_directory(data)
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        _check_members(members)
        budget = office.max_all_xml_bytes
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                content = _inflate(data, member, min(budget, office.max_xml_bytes))
                _check_prolog(content)
                parts[member.filename] = content
                budget -= len(content)
            elif not member.is_dir():
                parts[member.filename] = b""
    return parts


def _check_directory(data: bytes) -> None:
    """Refuse a huge directory before `zipfile` reads it."""
    start = len(data) - END_RECORD.size
    if data[start : start + 4] != b"PK\x05\x06" or data[-2:] != b"\0\0":
        start = data.rfind(b"PK\x05\x06", max(0, len(data) - END_RECORD.size - 0xFFFF))
    if start < 0 or len(data) - start < END_RECORD.size:
        raise _Bad(DAMAGED, REPAIR)
    size = END_RECORD.unpack_from(data, start)[5]
    if size > MAX_DIRECTORY_BYTES:
        raise _Bad(TOO_LARGE, COPY_TEXT)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    """What the directory says, before anything is inflated."""
    if len(members) > MAX_ENTRIES or sum(m.file_size for m in members) > MAX_DECLARED_BYTES:
        raise _Bad(TOO_LARGE, COPY_TEXT)
    for member in members:
        name = member.filename
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise _Bad("{name}包里有指向包外的路径，可能是恶意文件。", COPY_TEXT)
        if member.flag_bits & 0x1:
            raise _Bad("{name}加了密码。", "取消密码后另存为 {extension}，再导入。")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _Bad(DAMAGED, REPAIR)
        if name.lower().endswith("vbaproject.bin"):
            raise _Bad("{name}带有宏。", SAVE_AS)
        packed = max(member.compress_size, 1)
        if member.file_size > RATIO_FROM_BYTES and member.file_size > MAX_RATIO * packed:
            raise _Bad(TOO_LARGE, COPY_TEXT)


def _inflate(data: bytes, member: zipfile.ZipInfo, limit: int) -> bytes:
    """One member's content, checked by the bytes that really come out of it.

    `zipfile` would stop at the size that the directory declares and call a longer one whole.
    """
    packed = _packed(data, member)
    if member.compress_type == zipfile.ZIP_STORED:
        content = packed
    else:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        content = inflater.decompress(packed, limit + 1)
        if not inflater.eof and len(content) <= limit:
            raise _Bad(DAMAGED, REPAIR)
    if len(content) > limit:
        raise _Bad(TOO_LARGE, COPY_TEXT)
    if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
        raise _Bad(DAMAGED, REPAIR)
    return content


def _packed(data: bytes, member: zipfile.ZipInfo) -> bytes:
    """The member's bytes behind its local header."""
    if data[member.header_offset : member.header_offset + 4] != b"PK\x03\x04":
        raise _Bad(DAMAGED, REPAIR)
    name_size, extra_size = LOCAL_SIZES.unpack_from(data, member.header_offset + 26)
    start = member.header_offset + LOCAL_HEADER_BYTES + name_size + extra_size
    return data[start : start + member.compress_size]


def _check_prolog(content: bytes) -> None:
    """Refuse a document type: office programs write none, and entities are only declared in one.

    expat reads up to the root element and no further, in whatever encoding the part is.
    """
    reached: list[str] = []
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise _Bad("{name}里夹带了实体声明（DTD），可能是恶意文件。", COPY_TEXT)

    def root(name: str, _: dict[str, str]) -> None:
        reached.append(name)

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    try:
        for start in range(0, len(content), PIECE):
            parser.Parse(content[start : start + PIECE], False)
            if reached:
                return
    except expat.ExpatError:
        if reached:
            return  # the piece went on beyond the root; lxml will say what is wrong with it
        raise _Bad(DAMAGED, REPAIR) from None
    raise _Bad(DAMAGED, REPAIR)


def _check_document(parts: dict[str, bytes], office: Office) -> None:
    """Refuse what is of another kind, or of a form that the libraries do not read."""
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types:
        raise _Bad("这是启用宏的 {name}。", SAVE_AS)
    if b"purl.oclc.org/ooxml" in parts.get("_rels/.rels", b""):
        raise _Bad(
            "这是“严格 Open XML”格式的文档。", "另存为普通的“{name}（*{extension}）”再导入。"
        )
    if office.main_type not in types:
        raise _Bad("压缩包里没有 {program} 正文，不是 {name}。", SAVE_AS)


def _pack(parts: dict[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    packed.seek(0)
    return packed
