"""Stickers with a code and a QR, for posts and machines: 24 labels of 70 × 37 mm on a sheet of A4."""

from dataclasses import dataclass

from ymh_desktop.domain.levels import RiskLevel

STICKER_QR_BYTES = 106  # version 6: modules of 0.6 mm on 30 mm


@dataclass(frozen=True, slots=True)
class Sticker:
    """One label. `of_what` is 岗位, 设备设施 and so on; `level` None when nothing was graded there."""

    code: str
    name: str
    of_what: str
    enterprise: str
    qr_text: str
    place: str = ""
    level: RiskLevel | None = None

    def __post_init__(self) -> None:
        if len(self.qr_text.encode()) > STICKER_QR_BYTES:
            raise ValueError(f"a sticker's QR holds {STICKER_QR_BYTES} bytes, found {len(self.qr_text.encode())}")


@dataclass(frozen=True, slots=True)
class StickerSheet:
    """All labels to print together."""

    enterprise: str
    stickers: tuple[Sticker, ...]


def sticker_qr(enterprise: str, name: str, code: str, phone: str) -> str:
    """Plain text, never an address: code first, so that it survives when long names are cut."""
    tail = f"出事报告{phone}" if phone else "出事报告负责人"
    room = STICKER_QR_BYTES - len(f"{code} \n\n{tail}".encode())
    called = _within(name, min(room, 48))
    firm = _within(enterprise, room - len(called.encode()))
    return "\n".join(part for part in (f"{code} {called}", firm, tail) if part)


def _within(text: str, most: int) -> str:
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - 3].decode(errors="ignore") + "…" if most > 6 else ""
