"""填部门的表: which form, what each column takes, filling it; and filing by hand on a platform."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.adapters import fill
from ymh_desktop.services.adapters.fields import FIELDS, FormField, RowKind, field_of
from ymh_desktop.services.adapters.fill import Filled
from ymh_desktop.services.adapters.profile import (
    FormColumn,
    FormProfile,
    drop_profile,
    keep_profile,
    profiles,
    read_profile,
    write_profile,
)
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reporting import filing as by_hand
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.unkept import Unkept

FIXED = "="  # the choice of a word of the user's own


class FormsModel(QObject):
    """One form at a time. Every change of an own form is kept at once; those that come along cannot be changed."""

    listed = Signal()  # the forms, and which is chosen
    changed = Signal()  # the chosen form, or its unknown words
    filed = Signal(object)  # Filing

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ports: Ports = context.ports
        self.forms: tuple[FormProfile, ...] = ()
        self.chosen: FormProfile | None = None
        self.unknown: tuple[tuple[int, str], ...] = ()
        self.unkept = Unkept(context, "forms")

    # ---- which form ----------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the forms; the chosen one stays, else the first is chosen."""
        self.unkept.load()
        self._context.tasks.run(partial(profiles, self._ports), self._came)

    def choose(self, form_id: object) -> None:
        """Another form."""
        self.chosen = next((each for each in self.forms if each.id == form_id), None)
        self.changed.emit()
        self._look()

    def open_form(self, path: Path) -> None:
        """Somebody's blank form, its columns guessed, kept at once."""
        self._context.tasks.run_long(
            "正在看这张表", lambda _: self._taken(fill.open_form(self._ports, path)), self._new
        )

    def bring_in(self, path: Path) -> None:
        """A profile that somebody gave along."""

        def read() -> FormProfile:
            kept = read_profile(_content(path))
            return self._taken(replace(kept, id=self._ports.new_id(), built_in=False))

        self._context.tasks.run(read, self._new)

    def copy_built_in(self) -> None:
        """One that came along as an own one, to be changed."""
        if self.chosen is not None:
            form = replace(self.chosen, id=self._ports.new_id(), name=f"{self.chosen.name}（我改的）", built_in=False)
            self._context.tasks.run(lambda: self._taken(form), self._new)

    def give_along(self, path: Path) -> None:
        """Write the chosen form as a file for the next enterprise."""
        form = self.chosen
        if form is not None:
            self._context.tasks.run(
                lambda: self._ports.files.write(path, write_profile(form)),
                lambda _: self._context.notices.say(f"已保存到 {path.name}，发给别的企业就能直接用。"),
            )

    def drop(self) -> None:
        """Take the chosen own form away."""
        form, self.chosen = self.chosen, None
        if form is not None:
            self._context.tasks.run(partial(drop_profile, self._ports, form.id), lambda _: self.load())

    # ---- what it takes -------------------------------------------------------------------------------------------

    @property
    def own(self) -> bool:
        """Whether the chosen form can be changed."""
        return self.chosen is not None and not self.chosen.built_in

    @property
    def fields(self) -> tuple[FormField, ...]:
        """What a column may take."""
        return FIELDS[self.chosen.kind] if self.chosen else ()

    def field(self, column: FormColumn) -> FormField | None:
        """What this column takes; None for nothing of ours."""
        return field_of(self.chosen.kind, column.field_id) if self.chosen and column.field_id else None

    def rename(self, name: str) -> None:
        """Another name."""
        if self.chosen is not None:
            self._keep(replace(self.chosen, name=name))

    def set_kind(self, kind: RowKind) -> None:
        """Other rows: the columns are guessed anew."""
        if self.chosen is not None and self.chosen.kind is not kind:
            self._keep(fill.with_kind(self.chosen, kind), rebuild=True)

    def set_first_row(self, row: int) -> None:
        """The first row to fill."""
        if self.chosen is not None:
            self._keep(replace(self.chosen, first_row=row))

    def set_field(self, at: int, choice: object) -> None:
        """What a column takes: the id of a field, FIXED for a word of one's own, None for nothing."""
        if self.chosen is None:
            return
        column = self.chosen.columns[at]
        field_id = choice if isinstance(choice, str) and choice != FIXED else None
        if field_id == column.field_id and (choice != FIXED or column.fixed):
            return
        anew = replace(column, field_id=field_id, words=(), fixed="（请填）" if choice == FIXED else "")
        if field_id is not None and column.allowed:
            near = fill.guessed(self.chosen.kind, column.title, column.allowed)
            anew = replace(anew, words=near.words if near.field_id == field_id else ())
        self._keep(self.chosen.with_column(at, anew), rebuild=True)

    def set_fixed(self, at: int, words: str) -> None:
        """The word that stands in every row of this column."""
        if self.chosen is not None:
            self._keep(self.chosen.with_column(at, replace(self.chosen.columns[at], fixed=words)))

    def set_word(self, at: int, ours: str, theirs: str) -> None:
        """What the form calls this word of ours; empty: as we do."""
        if self.chosen is None:
            return
        column = self.chosen.columns[at]
        others = tuple(pair for pair in column.words if pair[0] != ours)
        words = (*others, (ours, theirs)) if theirs else others
        self._keep(self.chosen.with_column(at, replace(column, words=words)))

    def fill(self, path: Path) -> None:
        """Fill it and write it there."""
        form = self.chosen
        if form is None:
            return

        def work() -> Filled:
            filled = fill.fill_form(self._ports, form)
            self._ports.files.write(path, filled.content)
            return filled

        self._context.tasks.run_long(
            "正在填表",
            lambda _: work(),
            lambda filled: self._context.notices.say(f"填好了 {filled.rows} 行，保存在 {path.name}。"),
        )

    # ---- by hand on a platform -----------------------------------------------------------------------------------

    def load_filing(self) -> None:
        """Read the records of the chosen form."""
        if self.chosen is not None:
            self._context.tasks.run(partial(by_hand.filing, self._ports, self.chosen.id), self.filed.emit)

    def copied(self, words: str) -> None:
        """It is on the clipboard now."""
        self._context.notices.say(f"已复制：{words[:20]}")

    def tick(self, key: str, done: bool) -> None:
        """This record was typed in, or not yet."""
        if self.chosen is not None:
            work = partial(by_hand.tick, self._ports, self.chosen.id, key, done)
            self._context.tasks.run(work, lambda _: self.load_filing())

    def add_screenshot(self, path: Path) -> None:
        """A picture that proves it."""
        form = self.chosen
        if form is None:
            return

        def work() -> None:
            by_hand.add_screenshot(self._ports, form.id, self._ports.photos.keep_file(path))

        self._context.tasks.run(work, lambda _: self.load_filing())

    def finish(self, words: str, refused: Callable[[UserError], None]) -> None:
        """All typed in: recorded as submitted."""
        if self.chosen is not None:
            self._context.records.save(
                partial(by_hand.finish, self._ports, self.chosen.id, words),
                said="记下这次平台填报",
                toast=True,
                then=lambda _: self.load_filing(),
                failed=refused,
            )

    # ---- inside --------------------------------------------------------------------------------------------------

    def _taken(self, form: FormProfile) -> FormProfile:
        keep_profile(self._ports, form)
        return form

    def _new(self, form: FormProfile) -> None:
        self.chosen = form
        self.load()

    def _came(self, forms: tuple[FormProfile, ...]) -> None:
        self.forms = forms
        wanted = self.chosen.id if self.chosen else ""
        self.chosen = next((each for each in forms if each.id == wanted), forms[0])
        self.listed.emit()
        self.changed.emit()
        self._look()

    def _keep(self, form: FormProfile, *, rebuild: bool = False) -> None:
        if form == self.chosen or not self.own:
            return
        self.chosen = form
        self.forms = tuple(form if each.id == form.id else each for each in self.forms)
        self._context.tasks.run(partial(keep_profile, self._ports, form), lambda _: self._look())
        if rebuild:
            self.changed.emit()

    def _look(self) -> None:
        form = self.chosen
        if form is not None:
            self._context.tasks.run(partial(_unknown, self._ports, form), partial(self._looked, form))

    def _looked(self, form: FormProfile, unknown: tuple[tuple[int, str], ...]) -> None:
        if form is self.chosen:
            self.unknown = unknown
            self.listed.emit()


def _unknown(ports: Ports, form: FormProfile) -> tuple[tuple[int, str], ...]:
    with ports.units.read() as uow:
        if uow.enterprise() is None:
            return ()
    return fill.unknown_words(ports, form)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > 10 * 1024 * 1024:
            raise UserError("这个对照文件太大了。", "请让对方重新导出一份。")
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"“{path.name}”读不出来。", "请看文件还在不在，再试一次。") from error
