"""All pages of the window, in the order of the navigation. A page is imported when it is first visited."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page, PageSpec, Place, Rail
from ymh_desktop.ui.viewmodels.clients import ClientFolders

Restore = Callable[[Path], None] | None
Clients = ClientFolders | None
Diagnose = Callable[[Path], None] | None
Renew = Callable[[Path], None] | None


def _page(where: str, *more: object) -> Callable[[Context], Page]:
    """Builds the page class `module:Class` of ui.views, with `more` behind the context."""
    module, name = where.split(":")

    def build(context: Context) -> Page:
        page: Page = getattr(import_module(f"ymh_desktop.ui.views.{module}"), name)(context, *more)
        return page

    return build


HOME = PageSpec("home", "首页", "house", _page("home:HomePage"))
IDENTIFICATION = PageSpec(
    "identification", "风险辨识", "shield-alert", _page("wizard.frame:WizardPage"), rail=Rail.SLIM
)
REGISTER = PageSpec("register", "风险清单", "clipboard-list", _page("register:RegisterPage"))
MAP = PageSpec("map", "四色图", "map", _page("map:MapPage"))
CHECKS = PageSpec("checks", "日常检查", "list-checks", _page("checks:ChecksPage"))
HIDDEN_DANGERS = PageSpec("hidden_dangers", "隐患整改", "clipboard-check", _page("hidden_dangers:DangersPage"))
STATISTICS = PageSpec("statistics", "数字统计", "chart-column", _page("statistics:StatisticsPage"))
PAPERS = PageSpec("papers", "打印材料", "printer", _page("papers:PapersPage"))
REPORTING = PageSpec("reporting", "上报镇里", "package", _page("reporting:ReportingPage"))
INCOMING = PageSpec(
    "incoming", "收到的文件", "package", _page("incoming:IncomingPage"), place=Place.NOWHERE, lights="reporting"
)
FORMS = PageSpec(
    "forms", "填部门的表", "file-spreadsheet", _page("forms:FormsPage"), place=Place.NOWHERE, lights="reporting"
)
WALL = PageSpec("wall", "墙上台账", "printer", _page("wall:WallPage"), place=Place.NOWHERE, lights="papers")
READINESS = PageSpec("readiness", "迎检自评", "shield-check", _page("readiness:ReadinessPage"))
PEOPLE = PageSpec("people", "人员与岗位", "users", _page("people:PeoplePage"))
TRAINING = PageSpec("training", "培训与奖惩", "graduation-cap", _page("training:TrainingPage"))
LIBRARY = PageSpec("library", "行业库", "book-open", _page("library:LibraryPage"), Place.FOOT)
PHONES = PageSpec("phones", "手机端", "smartphone", _page("phones:PhonesPage"), Place.FOOT)


def start_page(restore: Restore) -> PageSpec:
    """`restore` is called with the backup that was chosen; None says where to restore instead."""
    build = _page("start:StartPage", restore)
    return PageSpec("start", "开始", "house", build, place=Place.NOWHERE, rail=Rail.HIDDEN)


def import_page(restore: Restore) -> PageSpec:
    """`restore` puts back the backup that was made before an import; None says where to do it."""
    build = _page("ledger_import:ImportPage", restore)
    return PageSpec("import", "导入台账", "file-spreadsheet", build, place=Place.NOWHERE, lights="register")


def clients_page(folders: Clients) -> PageSpec:
    """`folders` puts another enterprise under the window; None: this window stays with its own."""
    build = _page("clients:ClientsPage", folders)
    return PageSpec("clients", "我是专家", "users", build, place=Place.NOWHERE, lights="settings")


def settings_page(restore: Restore, diagnose: Diagnose, renew: Renew = None) -> PageSpec:
    """`restore` puts a backup in place, on the window's thread; `diagnose` writes a diagnosis file.

    `renew` closes the program and starts the installer of a newer one.
    """
    build = _page("settings:SettingsPage", restore, diagnose, renew)
    return PageSpec("settings", "设置", "settings", build, Place.FOOT)


def all_pages(
    restore: Restore, diagnose: Diagnose, renew: Renew = None, clients: Clients = None
) -> tuple[PageSpec, ...]:
    """What the window shows."""
    return (
        start_page(restore),
        HOME,
        IDENTIFICATION,
        REGISTER,
        MAP,
        CHECKS,
        HIDDEN_DANGERS,
        STATISTICS,
        PAPERS,
        REPORTING,
        INCOMING,
        FORMS,
        WALL,
        READINESS,
        PEOPLE,
        TRAINING,
        LIBRARY,
        PHONES,
        settings_page(restore, diagnose, renew),
        import_page(restore),
        clients_page(clients),
    )
