"""Convert the body of a response to UTF-8, by the charset that the store declares."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from spacepact.errors import EndpointFailed
from spacepact.stores.transport.http_errors import excerpt
from spacepact.stores.transport.http_request import Response

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s;\"']+)", re.I)
_XML_ENCODING = re.compile(rb"(\s*<\?xml\b[^>]*?)\sencoding\s*=\s*[\"']([^\"'>]*)[\"']")
# Codecs of Python that are not charsets of HTTP.
_NOT_CHARSETS = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7")


def in_utf8(response: Response, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the chunks of a body as UTF-8, without a byte order mark.

    The charset is that of the byte order mark, of the Content-Type, or of the first line of XML; the default is UTF-8.
    Text in UTF-8 is not checked. Raises EndpointFailed for an unknown charset, and for a body in another one.
    """
    iterator = iter(chunks)
    first = next(iterator, b"")
    name = _charset(response, first)
    if name in ("utf-8", "ascii"):
        yield first
        yield from iterator
        return
    decoder = codecs.getincrementaldecoder(name)()
    try:
        yield _without_encoding(decoder.decode(first).encode())
        for chunk in iterator:
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as error:
        problem = f"the response is not {name.removesuffix('-sig').upper()}, the charset that the store declares"
        raise EndpointFailed(f"{response.url}: {problem}: report it to the operator of the store") from error


def _charset(response: Response, start: bytes) -> str:
    declared = _CHARSET.search(response.headers.get("Content-Type", ""))
    in_xml = _XML_ENCODING.match(start)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), "")
    if marked:
        return marked
    text = declared[1] if declared else in_xml[2].decode("latin-1") if in_xml else "utf-8"
    try:
        name = codecs.lookup(text).name
        "a".encode(text)  # LookupError for a codec that is not of text, such as rot13
        is_known = name not in _NOT_CHARSETS
    except (LookupError, ValueError):
        is_known = False
    if not is_known:
        problem = f"unknown charset {excerpt(text.encode(errors='replace'))!r} of the response"
        raise EndpointFailed(f"{response.url}: {problem}: report it to the operator of the store")
    if name in ("utf-16", "utf-32"):  # without a byte order mark
        return f"{name}-be" if start.startswith(b"\0") else f"{name}-le"
    return name


def _without_encoding(start: bytes) -> bytes:
    """Return the start of a text in UTF-8 without the encoding that XML names in its first line."""
    return _XML_ENCODING.sub(rb"\1", start, count=1) if _XML_ENCODING.match(start) else start
