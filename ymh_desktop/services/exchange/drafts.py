"""辨识初稿: the whole identification, from an expert or for one.

Into an empty data folder a draft is taken whole. Where something stands already, it is only compared here: item by item
it is taken over where the expert's work is looked at. A draft of somebody nobody enrolled is a proposal: shown with
name and fingerprint, and taken, if at all, on the reader's own judgement.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ymh_desktop.domain.enterprise import Enterprise
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.submissions import SentKind, SentLetter
from ymh_desktop.domain.words import label
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.draft_data import Author, AuthorRole, Draft, DraftBroken, draft_json, draft_of, gathered
from ymh_desktop.services.exchange.kinds import Part, Taking, Telling
from ymh_desktop.services.ports import IncomingFile, Letter, PackageResult, Ports, Progress, Record, UnitOfWork
from ymh_desktop.services.reports.incoming import Jump
from ymh_desktop.services.reports.letter import LetterPaper, LetterSection
from ymh_desktop.services.risks import SERIES_OF_LETTER

_SERIES_OF_CODES = {"P": "post", "Y": "hidden_danger"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One risk that a draft has otherwise than here. `theirs` None: it is not in the draft; `ours` None: not here."""

    hazard_id: str
    title: str
    theirs: Hazard | None
    ours: Hazard | None
    words: str


def differences(draft: Draft, ours: Iterable[Hazard]) -> tuple[Difference, ...]:
    """Risk by risk what a draft changes, in its order, then what it no longer has."""
    here = {hazard.id: hazard for hazard in ours}
    found = []
    for hazard in draft.hazards:
        known = here.pop(hazard.id, None)
        if known is None:
            words = f"新增：{hazard.title}（{label(hazard.level)}）"
            found.append(Difference(hazard.id, hazard.title, hazard, None, words))
        elif known != hazard:
            found.append(
                Difference(hazard.id, hazard.title, hazard, known, f"{hazard.title}：{_change(known, hazard)}")
            )
    found += [Difference(h.id, h.title, None, h, f"初稿里没有：{h.title}") for h in here.values()]
    return tuple(found)


def _change(ours: Hazard, theirs: Hazard) -> str:
    said = []
    if ours.level is not theirs.level:
        said.append(f"{label(ours.level)}改为{label(theirs.level)}")
    if ours.title != theirs.title:
        said.append(f"原来写“{ours.title}”")
    if ours.measures != theirs.measures:
        said.append(f"措施 {len(ours.measures)} 条改为 {len(theirs.measures)} 条")
    return "，".join(said) or "内容有改动"


# ---- coming in -------------------------------------------------------------------------------------------------------


def draft_in(file: IncomingFile) -> Draft:
    """The draft of a proven file; raises DraftBroken when what it names does not hang together."""
    draft = draft_of(file.data["data/draft.json"])
    _check_whole(draft)
    return draft


def _check_whole(draft: Draft) -> None:
    """References within the file must lead somewhere, or the data file would refuse it half-way."""
    points = {point.id for point in draft.risk_points}
    people = {person.id for person in draft.people}
    posts = {post.id for post in draft.posts}
    departments = {each.id for each in draft.departments}
    for hazard in draft.hazards:
        if hazard.risk_point_id not in points:
            raise DraftBroken(f"“{hazard.title[:30]}”没有风险点")
    named = [
        *(person_id for _, person_id in (pair for h in draft.hazards for pair in h.responsible)),
        *(m.person_id for h in draft.hazards for m in h.measures),
        *(p.owner_id for p in draft.risk_points),
        *(each.head_id for each in draft.departments),
        *(post.head_id for post in draft.posts),
        *(person_id for post in draft.posts for person_id in post.person_ids),
        *(draft.enterprise.principal_id, draft.enterprise.officer_id),
        *(each for d in draft.hidden_dangers for each in (d.found_by_id, d.responsible_id, d.rectified_by_id)),
        *(each for d in draft.hidden_dangers for each in (d.accepted_by_id, d.graded_by_id)),
    ]
    if any(each is not None and each not in people for each in named):
        raise DraftBroken("有一个责任人不在人员名单里")
    if any(each not in posts for point in draft.risk_points for each in point.post_ids):
        raise DraftBroken("有一个岗位不在岗位名单里")
    houses = [
        *(each.parent_id for each in draft.departments),
        *(each.department_id for each in draft.people),
        *(each.department_id for each in draft.posts),
        *(each.department_id for each in draft.risk_points),
    ]
    if any(each is not None and each not in departments for each in houses):
        raise DraftBroken("有一个部门不在部门名单里")
    lists: tuple[tuple[Record, ...], ...] = (
        *(draft.hazards, draft.risk_points, draft.people, draft.posts),
        *(draft.hidden_dangers, draft.departments, draft.answers),
    )
    for records in lists:
        if len({each.id for each in records}) != len(records):
            raise DraftBroken("有两条记录的编号相同")


def _tell(ports: Ports, uow: UnitOfWork, file: IncomingFile) -> Telling:
    draft = draft_in(file)
    author = draft.author
    who = "　".join(part for part in (author.name, author.unit, author.speciality, author.certificate) if part)
    facts = (
        ("作者", f"{'专家' if author.role is AuthorRole.EXPERT else '企业'}　{who}"),
        ("企业", draft.enterprise.name),
        ("说明", draft.note),
        ("岗位和设备", f"{len(draft.posts)} 个岗位，{len(draft.risk_points)} 个风险点"),
        ("风险", _counts(draft)),
        ("隐患", f"{len(draft.hidden_dangers)} 条"),
    )
    known = uow.hazards.all()
    told: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ("初稿里的全部内容放进这个数据文件夹，可以接着改。",)
    blocked = ""
    if known:
        told = tuple(each.words for each in differences(draft, known))
        blocked = "本机已经有风险清单，初稿不能整份采用，免得盖掉您写的；下面列出了不同的地方，请逐条对照。"
        outcome = ()
    return Telling(facts, (LetterSection("和本机不同的地方", told[:200]),), outcome, blocked)


def _counts(draft: Draft) -> str:
    counted = Counter(hazard.level for hazard in draft.hazards)
    return "，".join(f"{level.short} {counted[level]}" for level in sorted(RiskLevel, reverse=True))


def _take(ports: Ports, uow: UnitOfWork, file: IncomingFile) -> Taking:
    draft = draft_in(file)
    if uow.hazards.all():
        raise UserError("本机已经有风险清单。", "初稿没有采用，免得盖掉您写的。")
    put_draft(uow, draft)
    words = f"初稿已放进来：{len(draft.risk_points)} 个风险点，{len(draft.hazards)} 条风险。"
    return Taking((words,), (("去看风险清单", Jump("register")),), draft.note)


def put_draft(uow: UnitOfWork, draft: Draft) -> None:
    """Everything of a draft into a data folder without risks: what stood there of the firm itself is kept."""
    present = uow.enterprise()
    uow.save_enterprise(_enterprise(present, draft.enterprise))
    for kept, coming in (
        (uow.departments, draft.departments),
        (uow.people, draft.people),
        (uow.posts, draft.posts),
        (uow.risk_points, draft.risk_points),
        (uow.hazards, draft.hazards),
        (uow.hidden_dangers, draft.hidden_dangers),
    ):
        holder: Any = kept
        for record in coming:
            holder.save(record)
    if draft.identification is not None:
        uow.identifications.save(draft.identification)
        for answer in draft.answers:
            uow.answers.save(answer)
    _skip_numbers(uow, draft)


def _enterprise(present: Enterprise | None, coming: Enterprise) -> Enterprise:
    if present is None:
        return coming
    code = present.credit_code or coming.credit_code
    return replace(coming, id=present.id, name=present.name, credit_code=code)


def _skip_numbers(uow: UnitOfWork, draft: Draft) -> None:
    """Numbers that the draft used are not given out again here."""
    series = {**_SERIES_OF_CODES, **SERIES_OF_LETTER}
    highest: Counter[str] = Counter()
    codes = [
        *(each.code for each in draft.posts),
        *(each.code for each in draft.risk_points),
        *(each.code for each in draft.hidden_dangers),
    ]
    for code in codes:
        letter, _, number = code.partition("-")
        if letter in series and number.isascii() and number.isdecimal() and len(number) < 6:
            highest[series[letter]] = max(highest[series[letter]], int(number))
    for name, last in highest.items():
        while uow.next_number(name) < last:
            pass


DRAFT = Part(_tell, _take)


# ---- going out -------------------------------------------------------------------------------------------------------


def export_draft(
    ports: Ports,
    folder: Path,
    author: Author,
    *,
    addressee: tuple[str, str] = ("", ""),
    base: tuple[str, str] | None = None,
    note: str = "",
    progress: Progress | None = None,
) -> tuple[PackageResult, Changes]:
    """Write everything of this data folder as a signed draft into `folder`; raises UserError or Cancelled.

    An enterprise signs with the key of its reports; an expert with one that bears his name and his unit's code, if
    any. `addressee` is (credit code, name) of the enterprise, or (empty, name) of the expert.
    """
    now = ports.clock.now()
    with ports.units.read() as uow:
        draft = replace(gathered(uow, author, ports.versions.library), base=base, note=note[:5000])
        sent = [each for each in uow.sent_letters.all() if each.kind is SentKind.DRAFT]
    ours = author.role is AuthorRole.ENTERPRISE
    if ours and draft.enterprise.credit_code is None:
        raise UserError("还没有统一社会信用代码，没法签名。", "请先在“设置”里填上。")
    name = draft.enterprise.name if ours else author.unit or author.name
    key = ports.packages.ensure_key(draft.enterprise.credit_code or "" if ours else "", name, now)
    code = (draft.enterprise.credit_code or "") if ours else key.fingerprint[:16].lower()
    last = max(sent, key=lambda each: each.sequence, default=None)
    letter = Letter(
        kind="draft",
        package_id=ports.new_id(),
        sender=(code, name),
        from_enterprise=ours,
        addressee=addressee,
        sequence=1 + (last.sequence if last else 0),
        created_at=now,
        versions=ports.versions,
        data={"draft": draft_json(draft)},
        title="辨识初稿",
        previous=(last.id, last.manifest_sha256) if last else None,
        in_reply_to=base,
        documents={"draft.pdf": ports.renderer.pdf(_paper(ports, draft, addressee))},
    )
    made = ports.packages.send(letter, folder, progress)
    record = SentLetter(
        letter.package_id, SentKind.DRAFT, letter.sequence, made.manifest_sha256, now, made.path.name, addressee[1]
    )
    with ports.units.write() as uow:
        uow.sent_letters.save(record)
        return made, uow.commit()


def _paper(ports: Ports, draft: Draft, addressee: tuple[str, str]) -> LetterPaper:
    points = {point.id: point for point in draft.risk_points}
    risks = tuple(
        f"{points[h.risk_point_id].code} {points[h.risk_point_id].name}：{h.title}（{label(h.level)}）"
        for h in sorted(draft.hazards, key=lambda hazard: -int(hazard.level))
    )
    author = draft.author
    return LetterPaper(
        title="风险辨识初稿",
        sender=author.unit or author.name,
        number="",
        made_on=ports.clock.today(),
        addressee=addressee[1],
        opening="这是供对方修改的初稿，双方确认签字以前不作为正式清单。",
        facts=(
            ("企业", draft.enterprise.name),
            ("作者", "　".join(part for part in (author.name, author.speciality, author.certificate) if part)),
            ("风险", _counts(draft)),
            ("说明", draft.note),
        ),
        sections=(LetterSection(f"风险（{len(risks)} 条）", risks),),
    )
