"""What every page is given: the ports for use cases, the roads of the window, and the way to other pages."""

from collections.abc import Callable
from dataclasses import dataclass

from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.errors import ErrorBorder
from ymh_desktop.ui.notices import Notices
from ymh_desktop.ui.records import Records
from ymh_desktop.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Context:
    """Frozen and shared. `navigate(page_id, argument)` opens another page; the argument is the page's own affair.

    Pages reload on `records.recordsChanged(Changes)`, save by `records.save(...)` and read by `tasks.run(...)`.
    """

    ports: Ports
    tasks: Tasks
    notices: Notices
    records: Records
    border: ErrorBorder
    navigate: Callable[..., None]
