"""Photos of a hidden danger: before, after, receipts. A wrong one is replaced, never lost."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.words import label, labelled

MOST_PHOTOS = 20


class PhotoStage(Enum):
    """What it shows."""

    BEFORE = "before"
    AFTER = "after"
    RECEIPT = "receipt"


labelled(PhotoStage, {"BEFORE": "整改前", "AFTER": "整改后", "RECEIPT": "凭证文书"})


@dataclass(frozen=True, slots=True)
class DangerPhoto:
    """`name` is its name in the photo store. `attempt` counts the tries of rectifying: 0 before the first return.

    `replaced_because` is set on a wrong one, which stays in the file but proves nothing any more.
    """

    name: str
    stage: PhotoStage = PhotoStage.BEFORE
    added_on: date | None = None
    attempt: int = 0
    note: str = ""
    replaced_because: str = ""

    @property
    def stands(self) -> bool:
        """Not replaced by another one."""
        return not self.replaced_because


Photos = tuple[DangerPhoto, ...]


def with_photo(photos: Photos, photo: DangerPhoto) -> Photos:
    """With one more; raises UserError for one that is there already, and for too many."""
    _fresh(photos, photo.name)
    if sum(each.stands for each in photos) >= MOST_PHOTOS:
        raise UserError(f"照片已经有 {MOST_PHOTOS} 张了。", "请先想想哪些说明问题，不用都放进来。")
    return (*photos, photo)


def with_photo_replaced(photos: Photos, name: str, by: str, because: str, on: date) -> Photos:
    """The wrong one is kept with the reason, the right one stands next to it; raises UserError."""
    wrong = next((each for each in photos if each.name == name and each.stands), None)
    if wrong is None:
        raise UserError("这张照片已经被换掉了。", "请刷新页面再看。")
    if not because.strip():
        raise UserError("还没有写为什么换照片。", "请写一句，例如“拍错了机器”。原来的照片会留着。")
    _fresh(photos, by)
    right = replace(wrong, name=by, added_on=on)
    found: list[DangerPhoto] = []
    for each in photos:
        found += [replace(each, replaced_because=because.strip()), right] if each is wrong else [each]
    return tuple(found)


def _fresh(photos: Photos, name: str) -> None:
    known = next((each for each in photos if each.name == name), None)
    if known is not None:
        raise UserError(f"这张照片已经在“{label(known.stage)}”里了。", "请选另一张：整改前后要各拍各的。")
