"""扫码贴: a sticker per post with a link into the phone end. The card itself bears plain text, never an address."""

from dataclasses import replace

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.phone.settings import note_printed
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.stickers import Sticker, StickerSheet


class NotRunning(UserError):
    """Without a running server nobody knows which address to print."""

    def __init__(self) -> None:
        super().__init__("手机端还没有打开，不知道要印哪个地址。", "请先打开手机端，再印扫码贴。")


class NoPosts(UserError):
    """Nothing to stick anything on."""

    def __init__(self) -> None:
        super().__init__("还没有岗位。", "请先在“风险辨识”里选好岗位。")


def phone_stickers(ports: Ports) -> StickerSheet:
    """One sticker a post, and the address on them is remembered; raises NotRunning or NoPosts."""
    url = ports.phones.url()
    if url is None:
        raise NotRunning
    with ports.units.read() as uow:
        firm, posts = the_enterprise(uow).called, uow.posts.all()
    if not posts:
        raise NoPosts
    note_printed(ports)
    one = Sticker("", "", "手机扫码看卡", firm, "")
    made = (replace(one, code=p.code, name=p.name, place=p.place, qr_text=f"{url}/i/{p.code}") for p in posts)
    return StickerSheet(firm, tuple(made))
