"""Files of many kinds built from code, for the tests of reading."""

import io
import zipfile
import zlib
from pathlib import Path

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def para(text: str, properties: str = "") -> str:
    """A Word paragraph of one run."""
    inner = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inner}<w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(path: Path, body: str, prolog: str = "", **parts: str) -> Path:
    """A .docx with this body markup; other parts by name (styles, numbering, footnotes, header1)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS)
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document {NAMES}><w:body>{body}</w:body></w:document>',
        )
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return path


def numbering(*levels: tuple[str, str]) -> str:
    """A numbering part with one list (numId 1) of these (format, text) levels."""
    rows = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    return (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{rows}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def listed(level: int) -> str:
    """Paragraph properties of a list paragraph."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


def odt(path: Path, body: str, automatic: str = "", manifest: str = "<manifest/>") -> Path:
    """An .odt with this body markup."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for short, full in (
            ("office", "office"),
            ("text", "text"),
            ("style", "style"),
            ("table", "table"),
            ("draw", "drawing"),
        )
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
    return path


def pdf(pages: list[list[tuple[float, float, str]]], *, image: bool = False, encrypt: bool = False) -> bytes:
    """A PDF whose pages hold lines of (x, y, text) in a 12-point Chinese font that is not embedded."""
    objects: list[bytes] = []

    def add(data: bytes) -> int:
        objects.append(data)
        return len(objects)

    add(b"<< /Type /Catalog /Pages 2 0 R >>")
    add(b"")
    font = add(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>"
    )
    add(
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>"
    )
    add(
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    kids = []
    for lines in pages:
        content = "".join(f"BT /F1 12 Tf {x} {y} Td <{t.encode('utf-16-be').hex()}> Tj ET\n" for x, y, t in lines)
        if image:
            content += "q 400 0 0 400 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q\n"
        data = content.encode("latin-1")
        stream = add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data))
        kids.append(
            add(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
                b"/Resources << /Font << /F1 %d 0 R >> >> >>" % (stream, font)
            )
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    trailer = b""
    if encrypt:
        key = b"<28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a>"
        number = add(b"<< /Filter /Standard /V 1 /R 2 /O %s /U %s /P -44 >>" % (key, key))
        trailer = b" /Encrypt %d 0 R /ID [<00> <00>]" % number
    return _assembled(objects, trailer)


def pdf_bomb(size: int) -> bytes:
    """A PDF whose one content stream inflates to ``size`` bytes of drawing operators."""
    data = zlib.compress(b"0 0 m 1 1 l S " * (size // 14), 9)
    return _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(data), data),
        ],
        b"",
    )


def _assembled(objects: list[bytes], trailer: bytes) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, data in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, data))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start))
    return out.getvalue()


def ole(*streams: str) -> bytes:
    """A compound file with empty streams of these names."""
    fat = [0xFFFFFFFD, 0xFFFFFFFE] + [0xFFFFFFFF] * 126
    header = bytearray(512)
    header[0:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    for at, size, value in (
        (24, 2, 0x3E),
        (26, 2, 3),
        (28, 2, 0xFFFE),
        (30, 2, 9),
        (32, 2, 6),
        (44, 4, 1),
        (48, 4, 1),
        (56, 4, 4096),
        (60, 4, 0xFFFFFFFE),
        (68, 4, 0xFFFFFFFE),
        (76, 4, 0),
    ):
        header[at : at + size] = value.to_bytes(size, "little")
    for index in range(1, 109):
        header[76 + 4 * index : 80 + 4 * index] = b"\xff\xff\xff\xff"
    names = ["Root Entry", *sorted(streams, key=lambda n: (len(n), n.upper()))]
    folder = b"".join(_entry(name, index, len(names)) for index, name in enumerate(names)).ljust(512, b"\0")
    return bytes(header) + b"".join(v.to_bytes(4, "little") for v in fat) + folder


def _entry(name: str, index: int, total: int) -> bytes:
    entry = bytearray(128)
    raw = name.encode("utf-16-le") + b"\0\0"
    entry[: len(raw)] = raw
    entry[64:66] = len(raw).to_bytes(2, "little")
    entry[66] = 5 if index == 0 else 2
    entry[67] = 1
    none = 0xFFFFFFFF
    right = index + 1 if 0 < index < total - 1 else none
    child = 1 if index == 0 and total > 1 else none
    for at, value in ((68, none), (72, right), (76, child), (116, 0xFFFFFFFE)):
        entry[at : at + 4] = value.to_bytes(4, "little")
    return bytes(entry)
