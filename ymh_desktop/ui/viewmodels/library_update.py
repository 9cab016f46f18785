"""What a newer library brings: looked at first, decided place by place, then taken or left."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.library_growth import Clash, Keep, UpdatePreview, apply_update, preview_update
from ymh_desktop.ui.context import Context


class LibraryUpdateModel(QObject):
    """`shown` brings a preview (or none), `decided` another decision, `taken` says that it is in use."""

    shown = Signal()
    decided = Signal()
    taken = Signal()
    refused = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.preview: UpdatePreview | None = None
        self.choices: dict[tuple[str, tuple[str, ...]], Keep] = {}
        self.renew = True

    def begin(self, *, waiting: bool) -> None:
        """Nothing chosen yet; with `waiting` the places that the program's own newer library left open are shown."""
        self.preview, self.choices, self.renew = None, {}, True
        self.shown.emit()
        if waiting:
            self._look(None)

    def look_in(self, folder: Path) -> None:
        """Look at the update in a folder; `shown` follows, or `refused`."""
        self._look(folder)

    def _look(self, folder: Path | None) -> None:
        self._context.tasks.run_long(
            "正在比较两份行业库",
            lambda progress: preview_update(self._context.ports, folder),
            self._came,
            self._refuse,
        )

    def choose(self, clash: Clash, keep: Keep) -> None:
        """Keep mine, or take the new words."""
        self.choices[clash.module_id, clash.path] = keep
        self.decided.emit()

    def chosen(self, clash: Clash) -> Keep:
        """What becomes of it; mine stays until somebody decides."""
        return self.choices.get((clash.module_id, clash.path), Keep.MINE)

    @property
    def may_take(self) -> bool:
        """Whether there is something sound to take."""
        return self.preview is not None and not self.preview.faults and not self.preview.nothing_new

    @property
    def summary(self) -> str:
        """What the preview says in one sentence."""
        preview = self.preview
        if preview is None:
            return ""
        if preview.faults:
            return f"这份更新有 {len(preview.faults)} 处问题，不能用。现在的行业库照常用。"
        if preview.nothing_new:
            return "这份更新里没有新的内容，现在的行业库已经是这个版本或者更新。"
        parts = [f"{len(preview.changes)} 个文件有变化"] if preview.changes else []
        if preview.clashes:
            parts.append(f"{len(preview.clashes)} 处和您改的不一样")
        if preview.hazards:
            parts.append(f"清单里 {preview.hazards} 条风险用到")
        return f"{'，'.join(parts)}。"

    def take(self) -> None:
        """Take it over with the decisions; `taken` follows, or `refused`."""
        if self.preview is None:
            return
        self._context.records.save(
            partial(apply_update, self._context.ports, self.preview, dict(self.choices), renew=self.renew),
            said="清单换成新行业库的说法",  # what 撤销 takes back: the library itself stays the new one
            then=self._taken,
            failed=self._refuse,
        )

    def _taken(self, _: object) -> None:
        self._context.notices.say("已换上新的行业库")
        self.taken.emit()

    def _came(self, preview: UpdatePreview) -> None:
        self.preview = preview
        self.shown.emit()

    def _refuse(self, error: UserError) -> None:
        self.refused.emit(f"{error.problem}{error.advice}")
