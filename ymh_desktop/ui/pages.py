"""All pages of the window, in the order of the navigation."""

from collections.abc import Callable
from pathlib import Path

from ymh_desktop.ui.shell.page import PageSpec
from ymh_desktop.ui.views import hidden_dangers, home, papers, people, register, reporting, settings, start
from ymh_desktop.ui.views.wizard import frame


def all_pages(
    restore: Callable[[Path], None] | None,
    diagnose: Callable[[Path], None] | None,
    data: Path,
) -> tuple[PageSpec, ...]:
    """`restore` puts a backup in place, `diagnose` writes a diagnosis file, `data` is the folder that is open.

    Imported one by one on start, so a page must import its heavy libraries where it uses them.
    """
    return (
        start.start_page(restore),
        home.SPEC,
        frame.SPEC,
        register.SPEC,
        hidden_dangers.SPEC,
        papers.SPEC,
        reporting.SPEC,
        people.SPEC,
        settings.settings_spec(restore, diagnose),
    )
