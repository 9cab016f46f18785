"""指导包: a message to read, library modules that are merged with the user's own edits, check tables to check by."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ymh_desktop.domain.checks import CheckPlan, PlanItem, PlanKind, begun, plan_code
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.exchange.kinds import Part, Taking, Telling
from ymh_desktop.services.library_growth import UpdatePreview, apply_update, preview_update
from ymh_desktop.services.ports import IncomingFile, Ports, UnitOfWork
from ymh_desktop.services.reports.incoming import Jump
from ymh_desktop.services.reports.letter import LetterSection

_SERIES = "check_plan"
_MOST_TITLE, _MOST_WHAT, _MOST_STANDARD = 40, 60, 200
_MOST_MODULE = 4 * 1024 * 1024  # bytes; the largest of ours has 20 KB


def _tell(ports: Ports, uow: UnitOfWork, file: IncomingFile) -> Telling:
    told = file.data["data/guidance.json"]
    tables = told.get("check_tables", [])
    preview = _preview(ports, file)
    facts = (("标题", told["title"]), ("日期", told["issued_on"]), ("联系方式", told.get("contact", "")))
    modules: tuple[str, ...] = ()
    outcome = ["内容存下来，随时可以再看。"]
    blocked = ""
    if preview is not None:
        modules = tuple(f"{change.name}：{'；'.join(change.lines[:3])}" for change in preview.changes)
        if preview.faults:
            blocked = f"里面的行业库有问题，不能采用：{preview.faults[0]}。请把这句话告诉发文单位。"
        elif preview.nothing_new:
            outcome.append("行业库里的内容本机都有了。")
        else:
            outcome.append(f"更新行业库 {len(preview.changes)} 个模块；您自己改过的地方不动。")
        if preview.clashes:
            outcome.append(f"{len(preview.clashes)} 处您也改过，先留您的，可以在行业库里再选。")
    if tables:
        outcome.append(f"新增 {len(tables)} 张专项检查表。")
    sections = (
        LetterSection("内容", tuple(line for line in told.get("message", "").splitlines() if line.strip()), False),
        LetterSection("行业库的变化", modules),
        LetterSection("检查表", tuple(f"{each['title']}（{len(each['items'])} 项）" for each in tables)),
    )
    return Telling(facts, sections, tuple(outcome), blocked)


def _library_folder(ports: Ports, file: IncomingFile) -> Path:
    """Where the library files of this pack are laid out, named by the pack's digest."""
    return ports.doctor.data_folder() / "received" / file.manifest_sha256[:16]


def _preview(ports: Ports, file: IncomingFile) -> UpdatePreview | None:
    """What the library files would change; None when there are none. They are proven before they are laid out."""
    told = file.data["data/guidance.json"]
    modules = told.get("modules", [])
    if not modules:
        return None
    sizes, folder = dict(file.files), _library_folder(ports, file)
    for each in modules:
        if sizes[each["path"]] > _MOST_MODULE:
            raise UserError("指导包里的行业库文件太大。", "请把这句话告诉发文单位；本机数据没有改动。")
        content = ports.packages.content(file, each["path"])
        # never the name that stands in the file: it is ours to choose
        place = folder / "modules" / f"{_plain(each['path'])}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        ports.files.write(place, content)
    return preview_update(ports, folder)


def _plain(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")


def _before(ports: Ports, file: IncomingFile) -> Changes:
    """The library is merged three ways: what the user changed himself stays as he has it."""
    preview = _preview(ports, file)
    return apply_update(ports, preview, {}) if preview is not None and not preview.nothing_new else Changes()


def _take(ports: Ports, uow: UnitOfWork, file: IncomingFile) -> Taking:
    told = file.data["data/guidance.json"]
    made = [_plan(ports, uow, each) for each in told.get("check_tables", []) if uow.enterprise() is not None]
    words = [f"“{told['title']}”已采用。"]
    if told.get("modules"):
        words.append(f"行业库更新了 {len(told['modules'])} 个模块。")
    jumps: tuple[tuple[str, Jump], ...] = ()
    if made:
        words.append(f"新增检查表：{'、'.join(plan.title for plan in made)}。")
        jumps = (("去看检查表", Jump("checks")),)
    return Taking(tuple(words), jumps, told.get("message", ""))


def _plan(ports: Ports, uow: UnitOfWork, table: Mapping[str, Any]) -> CheckPlan:
    """One 专项 check by the department's table; its own words stay whole as far as a table has room."""
    today = ports.clock.today()
    items = tuple(
        PlanItem(
            number,
            "",
            each["what"][:_MOST_WHAT],
            each.get("standard", "")[:_MOST_STANDARD] or "符合要求",
            each.get("method", "")[:_MOST_STANDARD] or "看",
            source=f"own:{number}",
            since=today,
        )
        for number, each in enumerate(table["items"], start=1)
    )
    made = CheckPlan(
        id=ports.new_id(),
        code=plan_code(uow.next_number(_SERIES)),
        title=table["title"][:_MOST_TITLE],
        kind=PlanKind.SPECIAL,
        tier=ControlTier.COMPANY,
        frequency=Frequency(table.get("frequency", Frequency.MONTH.value)),
        starts_on=today,
        items=items,
        own=True,
    )
    plan = begun(made)
    uow.check_plans.save(plan)
    return plan


GUIDANCE = Part(_tell, _take, _before)
