"""The kinds of files: what each is called, which data file it must hold, and what must hold between its parts."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.header import PackageHeader
from ymh_desktop.exchange.identity import certificate_facts, certificates_from_pem

Files = Mapping[str, tuple[int, str]]  # name → (size, SHA-256 in hex) of every signed file

# What a kind is called for people.
KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "report": "上报包",
        "receipt": "回执",
        "supervision": "督办单",
        "guidance": "指导包",
        "draft": "辨识初稿",
        "trust-list": "信任名单",
        "key-rotation": "换密钥通知",
        "update": "程序升级包",
    }
)
# The data file that a kind must hold, by its schema.
MUST_HOLD: Mapping[str, str] = MappingProxyType(
    {
        "receipt": "receipt",
        "supervision": "order",
        "guidance": "guidance",
        "draft": "draft",
        "trust-list": "trust",
        "key-rotation": "key-rotation",
        "update": "update",
    }
)


def check_kind(header: PackageHeader, data_files: Mapping[str, Any], files: Files) -> None:
    """What the schema of one file cannot say; raises PackageRefused, with E506 as a rule."""
    kind = header.kind
    name = MUST_HOLD.get(kind)
    if name is None:
        return
    path = f"data/{name}.json"
    data = data_files.get(path)
    if data is None:
        raise PackageRefused("E506", f"缺少 {path}")
    match kind:
        case "trust-list":
            if data["list_no"] != header.raw.get("list_no"):
                raise PackageRefused("E506", f"{path} 的 /list_no")
            for number, entry in enumerate(data["entries"]):
                _check_certificate(entry, f"{path} 的 /entries/{number}")
        case "key-rotation":
            _check_certificate(data, f"{path} 的 /")
            # the new certificate must belong to who signs with the old one
            code = certificate_facts(certificates_from_pem(data["cert_pem"].encode())[0]).credit_code
            if header.from_enterprise and code != header.sender.code:
                raise PackageRefused("E604", "新密钥不是同一家企业的")
        case "guidance":
            _check_present(files, [each["path"] for each in data.get("modules", ())], path)
        case "update":
            _check_builds(files, data, path)
        case "receipt":
            _check_receipt(header, data, path)


def _check_certificate(entry: Mapping[str, Any], at: str) -> None:
    """One certificate, and the one that the fingerprint beside it names."""
    try:
        (der,) = certificates_from_pem(entry["cert_pem"].encode())
        mark = certificate_facts(der).fingerprint
    except Exception as error:  # hostile bytes in a foreign parser
        raise PackageRefused("E506", f"{at}/cert_pem") from error
    if mark != entry["cert_sha256"]:
        raise PackageRefused("E506", f"{at}/cert_sha256")


def _check_present(files: Files, names: list[str], path: str) -> None:
    for number, name in enumerate(names):
        if name not in files:
            raise PackageRefused("E506", f"{path} 的 /modules/{number}/path")


def _check_builds(files: Files, data: Mapping[str, Any], path: str) -> None:
    for number, build in enumerate(data["builds"]):
        if files.get(build["path"]) != (build["size"], build["sha256"]):
            raise PackageRefused("E506", f"{path} 的 /builds/{number}")


def _check_receipt(header: PackageHeader, data: Mapping[str, Any], path: str) -> None:
    answered, named = header.in_reply_to, data["package"]
    if answered is None or (answered.package_id, answered.manifest_sha256) != (
        named["package_id"],
        named["manifest_sha256"],
    ):
        raise PackageRefused("E506", f"{path} 的 /package")
    if data["result"] != header.raw.get("result", data["result"]):
        raise PackageRefused("E506", f"{path} 的 /result")
