"""Starting the window, and the self-test: what ties the ways in to an open data folder."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ymh_desktop.bootstrap import HELPED_BY_A_BACKUP, Program, open_program, recover_folder
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.drafts import forget_removed
from ymh_desktop.services.ports import Ports
from ymh_desktop.storage.backup import found_in
from ymh_desktop.storage.layout import DataFolder
from ymh_desktop.storage.lock import DataFolderBusy
from ymh_desktop.system import diagnosis, installing, logs, machine_settings, paths

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from ymh_desktop.ui.shell.window import MainWindow
    from ymh_desktop.ui.viewmodels.clients import ClientFolders, ClientShown

FIRST_PAGE, START_PAGE = "home", "start"
FILES_PAGE = "incoming"  # where signed files are read; told which one by a Path


def open_window(data: Path | None, *, demo: bool = False, probe: bool = False, file: Path | None = None) -> int:
    """Open the window over a data folder and stay until it is closed; the exit code.

    `demo` fills an empty folder first. `probe` shows the window, prints the modules that were loaded, and ends. `file`
    is a signed file that was double-clicked: the page for such files is shown with it.
    """
    from ymh_desktop.ui.app import make_application

    keeping = logs.start(paths.user_log_folder())
    try:
        app = make_application(sys.argv[:1], paths.shipped().resources)
        return _stay(app, Session(app, _chosen_folder(data), file.absolute() if file else None), demo, probe)
    finally:
        keeping.close()


def _chosen_folder(data: Path | None) -> Path:
    kept = machine_settings.load(paths.user_settings_folder())
    return paths.data_folder(data, kept.last_data_folder)


def _stay(app: "QApplication", session: "Session", demo: bool, probe: bool) -> int:
    try:
        if not session.open(demo):
            return 0
        if probe:
            app.processEvents()
            print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
            return 0
        return app.exec()
    finally:
        session.close()


class Session:
    """One run of the program: a data folder, a window over it, and what happens when it cannot be opened."""

    def __init__(self, app: "QApplication", data: Path, file: Path | None = None) -> None:
        self._app, self._data, self._file = app, data, file
        self._program: Program | None = None
        self._window: QWidget | None = None

    @property
    def window(self) -> "QWidget | None":
        """The window that is shown: the main window, or the one that says why there is none."""
        return self._window

    def open(self, demo: bool = False) -> bool:
        """Show a window; False when one over the same folder was there already and was brought forward."""
        try:
            self._show(demo)
        except DataFolderBusy as busy:
            from ymh_desktop.ui.single import bring_forward

            if bring_forward(self._data, self._file):
                return False
            self._show_failure(busy, can_restore=False)
        except UserError as error:
            self._show_failure(error, can_restore=isinstance(error, HELPED_BY_A_BACKUP))
        return True

    def close(self) -> None:
        """Close the window and let go of the folder."""
        if self._window is not None:
            self._window.close()
            self._app.processEvents()
        self._close_program()

    def _show(self, demo: bool = False) -> None:
        program = self._program = open_program(self._data, via="窗口")
        if demo:
            from ymh_desktop.services import demo as sample

            with suppress(sample.NotEmpty):  # a second start simply shows it again
                sample.fill(program.ports)
        window = self._window = make_window(program, self._restored, self._renewed, _Folders(self._data, self._switch))
        self._look_after(program, window)
        window.show()
        if self._file is not None and window.page_id in (FIRST_PAGE, START_PAGE):  # an expert's file may be the first
            window.navigate(FILES_PAGE, self._file)
        self._file = None

    def _look_after(self, program: Program, window: "MainWindow") -> None:
        """Second starts, phones, the daily backup, drafts of what is gone, and what the folder has to say."""
        from ymh_desktop.ui.phone_link import PhoneLink
        from ymh_desktop.ui.single import FirstWindow

        FirstWindow(self._data, lambda file: _come_forward(window, file), window)
        PhoneLink(program.ports, window.records, window.tasks, window)
        for warning in program.folder.warnings:
            window.notices.warn(warning)
        window.tasks.run(program.backups.make_daily, lambda _: None)
        window.tasks.run(partial(forget_removed, program.ports))
        kept = replace(machine_settings.load(paths.user_settings_folder()), last_data_folder=self._data)
        if kept.clients:  # whoever never was an expert gets no list
            kept = kept.with_client(machine_settings.Client(self._data, _name_in(program)))
        with suppress(OSError):  # such a file must never stop a start
            machine_settings.save(paths.user_settings_folder(), kept)

    def _restored(self) -> None:
        """The data under the window was replaced: begin again with a fresh window."""
        former = self._window
        self._close_program()
        self._show()
        if former is not None:
            former.deleteLater()

    def _switch(self, data: Path) -> None:
        """Another enterprise under a fresh window; where it cannot be opened, that is said in its place."""
        former = self._window
        name = _name_in(self._program) if self._program is not None else ""
        _keep_clients(machine_settings.Client(self._data, name), machine_settings.Client(data, data.name))
        self._close_program()
        self._data = data
        try:
            self._show()
        except UserError as error:
            self._show_failure(error, can_restore=isinstance(error, HELPED_BY_A_BACKUP))
        if former is not None:
            former.close()
            former.deleteLater()

    def _renewed(self) -> None:
        """The installer waits for this program to end."""
        if self._window is not None:
            self._window.close()

    def _show_failure(self, error: UserError, *, can_restore: bool) -> None:
        from ymh_desktop.ui.shell.failure import FailureWindow

        backups = DataFolder(self._data).backups
        found = [(info.path, info.made_at) for info in found_in(backups)] if backups.is_dir() else []
        restore = (lambda backup: recover_folder(self._data, backup)) if can_restore else None
        self._window = FailureWindow(error, found, restore, self._try_again)
        self._window.show()

    def _try_again(self) -> None:
        try:
            self._show()
        except UserError as error:
            self._show_failure(error, can_restore=isinstance(error, HELPED_BY_A_BACKUP))

    def _close_program(self) -> None:
        if self._program is not None:
            self._program.close()
            self._program = None


class _Folders:
    """The port of the page 我是专家, over the file of this PC."""

    def __init__(self, data: Path, switch: Callable[[Path], None]) -> None:
        self._data, self._switch = data, switch

    def known(self) -> "tuple[ClientShown, ...]":
        """The list, the one opened last first."""
        from ymh_desktop.ui.viewmodels.clients import ClientShown

        kept = machine_settings.load(paths.user_settings_folder()).clients
        return tuple(
            ClientShown(each.folder, each.name, each.folder.is_dir(), each.folder == self._data) for each in kept
        )

    def home(self) -> Path:
        """Beside the usual data folder."""
        return paths.data_folder().parent / "客户"

    def open(self, folder: Path) -> None:
        """Put it under a fresh window, once this window's button has come to rest."""
        from PySide6.QtCore import QTimer

        QTimer.singleShot(0, lambda: self._switch(folder))

    def forget(self, folder: Path) -> None:
        """Take it off the list."""
        kept = machine_settings.load(paths.user_settings_folder())
        with suppress(OSError):
            machine_settings.save(paths.user_settings_folder(), kept.without_client(folder))


def _keep_clients(*clients: machine_settings.Client) -> None:
    kept = machine_settings.load(paths.user_settings_folder())
    for client in clients:
        kept = kept.with_client(client)
    with suppress(OSError):
        machine_settings.save(paths.user_settings_folder(), kept)


def _name_in(program: Program) -> str:
    with program.ports.units.read() as uow:
        enterprise = uow.enterprise()
    return enterprise.name if enterprise else ""


def _come_forward(window: "MainWindow", file: Path | None) -> None:
    if file is not None:
        window.navigate(FILES_PAGE, file)
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()


def make_window(
    program: Program,
    restored: Callable[[], None] | None = None,
    renewed: Callable[[], None] | None = None,
    clients: "ClientFolders | None" = None,
) -> "MainWindow":
    """The main window over an open program, on its first page; not shown yet.

    `restored` is called after a restore, `renewed` when the installer of a newer version was started and waits;
    `clients` puts other data folders under the window.
    """
    from ymh_desktop.ui.pages import all_pages
    from ymh_desktop.ui.shell.window import MainWindow

    def restore(backup: Path) -> None:
        program.ports.phones.stop()  # nobody may write into what is being replaced
        program.backups.restore(backup)
        if restored is not None:
            restored()

    def diagnose(path: Path) -> None:
        folders = (program.folder.folder.logs, paths.user_log_folder())
        diagnosis.write(path, folders, asdict(program.ports.versions))

    def renew(installer: Path) -> None:
        try:
            installing.hand_over(installer)
        except UserError as problem:
            window.notices.show(problem)
        else:
            if renewed is not None:
                renewed()

    specs = all_pages(restore, diagnose, renew, clients)
    window = MainWindow(program.ports, specs, paths.shipped().resources, diagnose)
    window.border.install()
    window.destroyed.connect(window.border.remove)
    open_first_page(window, program.ports)
    return window


def open_first_page(window: "MainWindow", ports: Ports) -> None:
    """The home page, or the start page while there is no enterprise."""
    with ports.units.read() as uow:
        enterprise = uow.enterprise()
    window.set_enterprise(enterprise.name if enterprise else "")
    window.navigate(FIRST_PAGE if enterprise else START_PAGE)


def self_test(log: Path) -> int:
    """Try everything in a temporary folder; 0 when all is well. Works without a screen (offscreen)."""
    from ymh_desktop.cli.self_test import Means, run
    from ymh_desktop.ui.app import make_application
    from ymh_desktop.ui.theme.tokens import BUNDLED_FAMILY

    app = make_application(sys.argv[:1], paths.shipped().resources, (BUNDLED_FAMILY,))
    try:
        return run(log, Means(_opened, _look_at_window, _read_codes))
    finally:
        app.quit()


@contextmanager
def _opened(data: Path, writing: bool) -> Iterator[Ports]:
    program = open_program(data, via="自检", writing=writing)
    try:
        yield program.ports
    finally:
        program.close()


def _look_at_window(data: Path, picture: Path) -> str:
    """Show the real window, grab it, and prove that it is not blank and that Chinese is not drawn as boxes."""
    from ymh_desktop.ui.look import look_at

    program = open_program(data, via="自检")
    try:
        window = make_window(program)
        seen = look_at(window, picture)
        window.border.remove()
        return seen
    finally:
        program.close()


def _read_codes(page: bytes) -> tuple[str, ...]:
    """Every QR code on a page picture, as text."""
    import io

    import zxingcpp
    from PIL import Image

    with Image.open(io.BytesIO(page)) as picture:
        return tuple(found.text for found in zxingcpp.read_barcodes(picture))
