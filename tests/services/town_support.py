"""A town for tests of the enterprise's side: its key, and letters as its kit writes them."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.support.desk import RESOURCES, Desk
from ymh_desktop.exchange.adapter import SignedPackages
from ymh_desktop.exchange.key_secrets import FileSecrets
from ymh_desktop.services.exchange.trust import pin
from ymh_desktop.services.ports import Letter, PackageResult, Versions

TOWN, TOWN_CODE = "示例镇应急办", "331082"
USCC = "91350100M000100Y43"


@dataclass
class Town:
    """Writes letters with growing numbers, each naming the one before."""

    desk: Desk
    folder: Path
    packages: SignedPackages
    numbers: dict[str, int] = field(default_factory=dict)  # by addressee, as the format counts
    last: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def beside(cls, desk: Desk, tmp_path: Path, name: str = "town") -> "Town":
        packages = SignedPackages(
            tmp_path / name / "keys", FileSecrets(tmp_path / name / "user"), RESOURCES / "schemas"
        )
        packages.ensure_key(TOWN_CODE, TOWN, desk.clock.now() - timedelta(days=1))
        return cls(desk, tmp_path / name / "out", packages)

    @property
    def certificate(self) -> bytes:
        return self.packages.certificate()

    def pinned(self) -> None:
        """The enterprise compared the fingerprint with a letter."""
        info = self.desk.ports.packages.describe(self.certificate)
        pin(self.desk.ports, info, info.fingerprint[-8:], code=TOWN_CODE, compared_with="公函〔2026〕1号")

    def send(self, kind: str, data: dict[str, Any], title: str = "", **more: Any) -> Path:
        """One letter to the enterprise; `more` changes any of its members."""
        to = more.pop("addressee", (USCC, "宏木家具厂"))
        self.numbers[to[0]] = self.numbers.get(to[0], 0) + 1
        letter = Letter(
            kind=kind,
            package_id=self.desk.ports.new_id(),
            sender=(TOWN_CODE, TOWN),
            from_enterprise=False,
            addressee=to,
            sequence=self.numbers[to[0]],
            created_at=self.desk.clock.now(),
            versions=Versions("0.1.0", "0007", "1.0", "2026-11-20"),
            data=data,
            title=title,
            previous=self.last.get(to[0]),
        )
        letter = replace(letter, **more)
        made: PackageResult = self.packages.send(letter, self.folder)
        self.last[to[0]] = (letter.package_id, made.manifest_sha256)
        return made.path

    def receipt(self, answered: Any, result: str = "accepted", **told: Any) -> Path:
        """A receipt of one of our submissions."""
        reference = (answered.id, answered.manifest_sha256)
        package = {"package_id": reference[0], "manifest_sha256": reference[1], "sequence": answered.sequence}
        receipt = {
            "number": f"收〔2026〕{self.numbers.get(USCC, 0) + 1}号",
            "package": {
                "package_id": answered.id,
                "manifest_sha256": answered.manifest_sha256,
                "sequence": answered.sequence,
            },
            "received_at": self.desk.clock.now().isoformat(timespec="seconds"),
            "result": result,
            "known": package,
            "returns": [],
            **told,
        }
        members = {"result": result, "received_at": receipt["received_at"], "codes": []}
        return self.send("receipt", {"receipt": receipt}, "回执", in_reply_to=reference, members=members)

    def order(self, items: list[dict[str, Any]], **told: Any) -> Path:
        """A supervision order."""
        order = {
            "number": "督〔2026〕3号",
            "kind": "supervision",
            "title": "挂牌督办",
            "issued_on": self.desk.clock.today().isoformat(),
            "due": (self.desk.clock.today() + timedelta(days=20)).isoformat(),
            "demands": "停用，整改好再用。",
            "items": [{"no": at, **item} for at, item in enumerate(items, start=1)],
            **told,
        }
        return self.send("supervision", {"order": order}, "督办单")

    def trust_list(self, list_no: int, entries: list[dict[str, Any]]) -> Path:
        """A list for everybody."""
        at = self.desk.clock.now().isoformat(timespec="seconds")
        data = {"list_no": list_no, "issued_at": at, "entries": entries}
        return self.send("trust-list", {"trust": data}, "信任名单", addressee=("", ""), members={"list_no": list_no})
