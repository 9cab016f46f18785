"""Stickers for every post and every machine, activity and place."""

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.stickers import Sticker, StickerSheet, sticker_qr


class NoStickers(UserError):
    """Neither posts nor risk points."""

    def __init__(self) -> None:
        super().__init__("还没有岗位，也没有设备。", "请先在“风险辨识”第 2 步选好岗位和设备。")


def stickers(ports: Ports, book: Book) -> StickerSheet:
    """One sticker a post, then one for each machine (each of several gets its own); raises NoStickers."""
    officer = book.people.get(book.enterprise.officer_id or "")
    phone = book.enterprise.report_phone or (officer.phone if officer else "")
    firm = book.enterprise.called

    def sticker(code: str, name: str, of_what: str, place: str, level: RiskLevel | None) -> Sticker:
        return Sticker(code, name, of_what, firm, sticker_qr(firm, name, code, phone), place, level)

    made = [
        sticker(
            post.code, post.name, "岗位", post.place, max((h.level for h in book.hazards_at_post(post)), default=None)
        )
        for post in book.posts
    ]
    for point in book.points:
        if point.kind is not RiskPointKind.DUTY:
            one = sticker(point.code, point.name, label(point.kind), point.place, book.level_of(point))
            made += [one] * point.count
    if not made:
        raise NoStickers
    return StickerSheet(firm, tuple(made))
