"""META-INF/ASiCManifest.xml: the signed list of every file with its SHA-256.

Lines end in CRLF, so that `openssl cms -verify` accepts the signature with and without `-binary`; each file stands on
one line of a fixed form, so that a shell script can read it with `sed`. The reader accepts any spelling XML allows,
but no DTD, entity or processing instruction, and no element the format does not know.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from ymh_desktop.exchange.codes import PackageRefused, printable
from ymh_desktop.exchange.container import SIGNATURE_NAME, UNSIGNED_NAMES, allowed_name

ROOT_FILE = "package.json"
_ASIC = "http://uri.etsi.org/02918/v1.2.1#"
_DS = "http://www.w3.org/2000/09/xmldsig#"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_MIME = {
    "json": "application/json",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "sha256": "text/plain",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\r\n'
    f'<asic:ASiCManifest xmlns:asic="{_ASIC}" xmlns:ds="{_DS}">\r\n'
    f'<asic:SigReference URI="{SIGNATURE_NAME}" MimeType="application/pkcs7-signature"/>\r\n'
)
_TAIL = "</asic:ASiCManifest>\r\n"


@dataclass(frozen=True, slots=True)
class Reference:
    """One file the signature stands for."""

    name: str
    sha256: bytes


def write_manifest(references: Iterable[Reference]) -> bytes:
    """The manifest in its one canonical spelling."""
    return (_HEAD + "".join(map(_line, references)) + _TAIL).encode("ascii")


def _line(reference: Reference) -> str:
    mime = _MIME.get(reference.name.rpartition(".")[2])
    attributes = f' MimeType="{mime}"' if mime else ""
    if reference.name == ROOT_FILE:
        attributes += ' Rootfile="true"'
    digest = base64.b64encode(reference.sha256).decode("ascii")
    return (
        f'<asic:DataObjectReference URI="{reference.name}"{attributes}><ds:DigestMethod Algorithm="{_SHA256}"/>'
        f"<ds:DigestValue>{digest}</ds:DigestValue></asic:DataObjectReference>\r\n"
    )


def read_manifest(raw: bytes) -> tuple[Reference, ...]:
    """Parse a manifest whose signature has been checked, or refuse with E201–E204."""
    reader = _ManifestReader()
    reader.read(raw)
    return tuple(reader.references.values())


# element → (parent, attributes it must have, attributes it may have)
_ELEMENTS: Mapping[str, tuple[str | None, frozenset[str], frozenset[str]]] = {
    f"{_ASIC} ASiCManifest": (None, frozenset(), frozenset()),
    f"{_ASIC} SigReference": (f"{_ASIC} ASiCManifest", frozenset({"URI"}), frozenset({"MimeType"})),
    f"{_ASIC} DataObjectReference": (
        f"{_ASIC} ASiCManifest",
        frozenset({"URI"}),
        frozenset({"MimeType", "Rootfile"}),
    ),
    f"{_DS} DigestMethod": (f"{_ASIC} DataObjectReference", frozenset({"Algorithm"}), frozenset()),
    f"{_DS} DigestValue": (f"{_ASIC} DataObjectReference", frozenset(), frozenset()),
}
_CHILDREN_OF_REFERENCE = [f"{_DS} DigestMethod", f"{_DS} DigestValue"]


class _ManifestReader:
    """Expat with handlers that refuse everything the format does not need. No tree is built."""

    def __init__(self) -> None:
        self.references: dict[str, Reference] = {}
        self._open: list[str] = []
        self._signatures = 0
        self._name = ""
        self._children: list[str] = []
        self._text: list[str] = []

    def read(self, raw: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.buffer_text = True
        for handler in (
            "StartDoctypeDeclHandler",
            "EntityDeclHandler",
            "UnparsedEntityDeclHandler",
            "NotationDeclHandler",
            "ExternalEntityRefHandler",
            "SkippedEntityHandler",
            "ProcessingInstructionHandler",
        ):
            setattr(parser, handler, _forbidden)
        parser.XmlDeclHandler = _check_declaration
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        # UTF-16 would be read by expat and by nobody else
        if not raw.startswith(b"<") or b"\0" in raw:
            raise PackageRefused("E202")
        try:
            parser.Parse(raw, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise PackageRefused("E202") from error
        if self._signatures != 1 or not self.references:
            raise PackageRefused("E202")

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        known = _ELEMENTS.get(element)
        parent = self._open[-1] if self._open else None
        if known is None or known[0] != parent or not known[1] <= attributes.keys() <= known[1] | known[2]:
            raise PackageRefused("E202", printable(element.rpartition(" ")[2]))
        self._open.append(element)
        self._no_text()
        match element.rpartition(" ")[2]:
            case "SigReference":
                self._signatures += 1
                if attributes["URI"] != SIGNATURE_NAME:
                    raise PackageRefused("E202")
            case "DataObjectReference":
                self._name, self._children = attributes["URI"], []
                if not allowed_name(self._name) or self._name in UNSIGNED_NAMES:
                    raise PackageRefused("E202", printable(self._name))
                if self._name in self.references:
                    raise PackageRefused("E204", self._name)
            case "DigestMethod":
                self._children.append(element)
                if attributes["Algorithm"] != _SHA256:
                    raise PackageRefused("E203", printable(attributes["Algorithm"]))
            case "DigestValue":
                self._children.append(element)

    def _end(self, element: str) -> None:
        self._open.pop()
        if element.endswith(" DigestValue"):
            text = "".join(self._text)
            self._text = []
            self.references[self._name] = Reference(self._name, _digest(text, self._name))
        self._no_text()
        if element.endswith(" DataObjectReference") and self._children != _CHILDREN_OF_REFERENCE:
            raise PackageRefused("E202", self._name)

    def _no_text(self) -> None:
        if "".join(self._text).strip(" \t\r\n"):
            raise PackageRefused("E202")
        self._text = []

    def _characters(self, text: str) -> None:
        self._text.append(text)


def _digest(text: str, name: str) -> bytes:
    try:
        digest = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise PackageRefused("E202", name) from error
    # one spelling only: base64 lets unused bits differ
    if len(digest) != 32 or base64.b64encode(digest).decode("ascii") != text:
        raise PackageRefused("E202", name)
    return digest


def _forbidden(*_: object) -> NoReturn:
    raise PackageRefused("E201")


def _check_declaration(version: str, encoding: str | None, standalone: int) -> None:
    if version != "1.0" or (encoding is not None and encoding.upper() not in ("UTF-8", "US-ASCII")):
        raise PackageRefused("E202")
