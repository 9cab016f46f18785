"""A second reader of `aq-package` 1.0, written from docs/package-format.md alone: zipfile, openssl and json only.

It shares no line with the program. It says what the format says and nothing more: whoever can read the document could
have written it. Usage: python second_reader.py FILE trust.pem [dept.pem dept.key]
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

FIXED = {"mimetype", "META-INF/ASiCManifest.xml", "META-INF/signature.p7s"}
NAME = re.compile(r"(?:[a-z0-9][a-z0-9_-]{0,63}/){0,4}[a-z0-9][a-z0-9_-]{0,79}(?:\.[a-z0-9]{1,8}){1,2}")
# Kinds by sender, and the data file that each must hold (document, "Kinds").
BY_ENTERPRISE = {"report", "key-rotation", "draft"}
BY_ISSUER = {"receipt", "supervision", "guidance", "trust-list", "key-rotation", "draft", "update"}
HOLDS = {
    "receipt": "receipt",
    "supervision": "order",
    "guidance": "guidance",
    "draft": "draft",
    "trust-list": "trust",
    "key-rotation": "key-rotation",
    "update": "update",
}


class Refused(Exception):
    """Not a package, or one that was changed."""


def read(path, trust, mine=None):
    """(header, data by path, SHA-256 of the manifest) of a package signed by a certificate in the PEM file `trust`.

    `mine` are PEM files of certificate and key that open sealed files; without them nothing of those is read.
    """
    with zipfile.ZipFile(path) as archive:
        files = _files(archive)
    manifest = files["META-INF/ASiCManifest.xml"]
    signer = _signature(manifest, files["META-INF/signature.p7s"], trust)
    listed = _listed(manifest)
    if set(listed) != set(files) - FIXED:
        raise Refused("a file that is not listed, or a listed one that is missing")
    for name, digest in listed.items():
        if hashlib.sha256(files[name]).digest() != digest:
            raise Refused(f"digest of {name}")
    header = json.loads(files["package.json"])
    _header(header, signer)
    data = {}
    for each in header["files"]:
        name, content = each["path"], files[each["path"]]
        if name.endswith(".p7m"):
            if not header.get("sealed"):
                raise Refused(f"{name} is sealed and the header says for nobody")
            if mine is None:
                continue
            name, content = name.removesuffix(".p7m"), _opened(content, *mine)
        data[name] = json.loads(content)
        if each.get("records") is not None and len(data[name]) != each["records"]:
            raise Refused(f"number of records of {name}")
    needed = HOLDS.get(header["kind"])
    if needed and f"data/{needed}.json" not in data:
        raise Refused(f"a {header['kind']} without data/{needed}.json")
    _kind(header, data, files)
    return header, data, hashlib.sha256(manifest).hexdigest()


def _files(archive):
    infos = archive.infolist()
    if not infos or infos[0].filename != "mimetype":
        raise Refused("mimetype is not the first entry")
    found = {}
    for info in infos:
        if info.filename in found or info.compress_type != zipfile.ZIP_STORED or info.flag_bits or info.extra:
            raise Refused(f"entry {info.filename}")
        if info.filename not in FIXED and not NAME.fullmatch(info.filename):
            raise Refused(f"name {info.filename!r}")
        found[info.filename] = archive.read(info)
    if found["mimetype"] != b"application/vnd.etsi.asic-e+zip" or not set(found) >= FIXED:
        raise Refused("not a signed container")
    return found


def _signature(manifest, signature, trust):
    """SHA-256 of the signer's certificate, in hex."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "m").write_bytes(manifest)
        (place / "s").write_bytes(signature)
        command = [
            "openssl",
            "cms",
            "-verify",
            "-binary",
            "-inform",
            "DER",
            "-in",
            place / "s",
            "-content",
            place / "m",
        ]
        command += ["-CAfile", trust, "-purpose", "any", "-signer", place / "who", "-out", place / "out"]
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            raise Refused("signature")
        told = subprocess.run(
            ["openssl", "x509", "-in", place / "who", "-noout", "-fingerprint", "-sha256"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        names = subprocess.run(
            ["openssl", "x509", "-in", place / "who", "-noout", "-subject", "-nameopt", "utf8,sep_multiline"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    code = re.search(r"NTRCN-([0-9A-Z]{18})", names.stdout)
    return told.stdout.partition("=")[2].replace(":", "").strip().lower(), code.group(1) if code else None


def _opened(content, certificate, key):
    command = ["openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-recip", certificate, "-inkey", key]
    done = subprocess.run(command, input=content, capture_output=True, check=False)
    if done.returncode != 0:
        raise Refused("a sealed file that this key does not open")
    return done.stdout


def _listed(manifest):
    text = manifest.decode("utf-8")
    if "<!" in text or text.count("<?") != 1:
        raise Refused("DTD or processing instruction")
    pattern = re.compile(
        r'<asic:DataObjectReference URI="([^"]*)"[^>]*>'
        r'<ds:DigestMethod Algorithm="http://www\.w3\.org/2001/04/xmlenc#sha256"/>'
        r"<ds:DigestValue>([^<]*)</ds:DigestValue></asic:DataObjectReference>"
    )
    found = pattern.findall(text)
    if len(found) != text.count("<asic:DataObjectReference ") or len({name for name, _ in found}) != len(found):
        raise Refused("manifest")
    return {name: base64.b64decode(value, validate=True) for name, value in found}


def _header(header, signer):
    fingerprint, code = signer
    if (
        header["format"] != "aq-package"
        or header["format_version"].split(".")[0] != "1"
        or not set(header.get("must_understand", ())) <= {"sealed"}
    ):
        raise Refused("format or version")
    if header["signer"]["cert_sha256"] != fingerprint:
        raise Refused("the header names another key")
    if "enterprise" in header:
        if header["kind"] not in BY_ENTERPRISE or "issuer" in header or "recipient" not in header:
            raise Refused("sender")
        if header["enterprise"]["uscc"] != code:
            raise Refused("the header names another enterprise than the certificate")
    elif header["kind"] not in BY_ISSUER or not header["issuer"]["name"]:
        raise Refused("sender")


def _kind(header, data, files):
    match header["kind"]:
        case "receipt":
            named, answered = data["data/receipt.json"]["package"], header["in_reply_to"]
            if (named["package_id"], named["manifest_sha256"]) != (answered["package_id"], answered["manifest_sha256"]):
                raise Refused("the receipt answers another package than the header says")
        case "guidance":
            if any(each["path"] not in files for each in data["data/guidance.json"].get("modules", ())):
                raise Refused("a module is missing")
        case "trust-list":
            if data["data/trust.json"]["list_no"] != header["list_no"]:
                raise Refused("two numbers of the list")
            for entry in data["data/trust.json"]["entries"]:
                _certificate(entry)
        case "key-rotation":
            _certificate(data["data/key-rotation.json"])
        case "update":
            for build in data["data/update.json"]["builds"]:
                content = files[build["path"]]
                if (len(content), hashlib.sha256(content).hexdigest()) != (build["size"], build["sha256"]):
                    raise Refused("an installer is not the one that is listed")


def _certificate(entry):
    body = re.search(r"-----BEGIN CERTIFICATE-----(.*)-----END CERTIFICATE-----", entry["cert_pem"], re.DOTALL)
    if body is None or hashlib.sha256(base64.b64decode(body.group(1))).hexdigest() != entry["cert_sha256"]:
        raise Refused("a certificate that is not the one its fingerprint names")


if __name__ == "__main__":
    try:
        told, content, digest = read(sys.argv[1], sys.argv[2], sys.argv[3:5] or None)
    except (Refused, KeyError, ValueError, zipfile.BadZipFile) as error:
        sys.exit(f"FAIL {error}")
    print("OK", told["kind"], digest, *sorted(content))
