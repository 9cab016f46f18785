"""What was written in fields that save by themselves and could not be kept: a draft, so that nothing typed is lost."""

from collections.abc import Mapping
from functools import partial

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services import drafts
from ymh_desktop.ui.context import Context

FIRM = "enterprise"  # the same fields in step 1 and in 设置: what is refused here stands there too
HAZARD = "hazard"  # why a level is what it is: on the page of a risk and in step 5


class Unkept:
    """Read with the rest of the page, shown again in its field, forgotten once something can be kept there.

    A page that shows one record after another names the `record` as well.
    """

    def __init__(self, context: Context, form: str) -> None:
        self._context, self._form = context, form
        self._words: dict[str, str] = {}
        self._under_way = 0
        self._loaded = False  # before that nothing is known, so nothing is the same

    def load(self) -> None:
        """Read it; it is there before whatever is handed in to be read after it."""
        self._context.tasks.run(partial(drafts.draft, self._context.ports, self._form), self._came)

    def words(self, field: str, record: str = "") -> str:
        """What stands in this field and could not be kept, empty for nothing."""
        return self._words.get(_key(field, record), "")

    def keep(self, field: str, words: str, record: str = "") -> None:
        """This stands there now; empty: nothing any more."""
        self._put(_key(field, record), words)

    def forget(self, record: str) -> None:
        """Nothing stands in any field of this record any more."""
        for key in [key for key in self._words if key.startswith(_key("", record))]:
            self._put(key, "")

    def _put(self, key: str, words: str) -> None:
        if self._loaded and self._words.get(key, "") == words:
            return
        self._words[key] = words
        self._under_way += 1
        work = partial(drafts.keep_words, self._context.ports, self._form, key, words)
        self._context.tasks.run(work, lambda _: self._ended(), self._failed)

    def _came(self, found: Mapping[str, str]) -> None:
        if not self._under_way:  # else something newer is on its way there
            self._words, self._loaded = dict(found), True

    def _ended(self) -> None:
        self._under_way -= 1

    def _failed(self, error: UserError) -> None:
        self._ended()
        self._context.records.not_saved(error)


def _key(field: str, record: str) -> str:
    return f"{record} {field}" if record else field
