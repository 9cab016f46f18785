"""What was written in fields that save by themselves and could not be kept: a draft, so that nothing typed is lost."""

from collections.abc import Mapping
from functools import partial

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services import drafts
from ymh_desktop.ui.context import Context

FIRM = "enterprise"  # the same fields in step 1 and in 设置: what is refused here stands there too


class Unkept:
    """Read with the rest of the page, shown again in its field, forgotten once something can be kept there."""

    def __init__(self, context: Context, form: str) -> None:
        self._context, self._form = context, form
        self._words: dict[str, str] = {}
        self._under_way = 0

    def read(self) -> dict[str, str]:
        """What is kept, read off the window's thread; hand it to `came`."""
        return drafts.draft(self._context.ports, self._form)

    def came(self, found: Mapping[str, str]) -> None:
        """What was read, unless something newer is on its way there."""
        if not self._under_way:
            self._words = dict(found)

    def words(self, field: str) -> str:
        """What stands in this field and could not be kept, empty for nothing."""
        return self._words.get(field, "")

    def keep(self, field: str, words: str) -> None:
        """This stands there now; empty: nothing any more."""
        if self.words(field) == words:
            return
        self._words[field] = words
        self._under_way += 1
        work = partial(drafts.keep_words, self._context.ports, self._form, field, words)
        self._context.tasks.run(work, lambda _: self._ended(), self._failed)

    def _ended(self) -> None:
        self._under_way -= 1

    def _failed(self, error: UserError) -> None:
        self._ended()
        self._context.records.not_saved(error)
