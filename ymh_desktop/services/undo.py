"""Undo as a use case: writes the previous values back in one transaction with its own audit row."""

from dataclasses import replace
from typing import Any

from ymh_desktop.domain.audit import UNDO
from ymh_desktop.domain.enterprise import Enterprise
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import Identification
from ymh_desktop.services.changes import Change, Changes
from ymh_desktop.services.ports import Ports, Repository, UnitOfWork


class CannotUndo(UserError):
    """The record changed since."""

    def __init__(self) -> None:
        super().__init__("这一步不能撤销了：后来又改过同一条记录。", "请直接打开那条记录改回来。")


class FirstOne(UserError):
    """The enterprise itself is not taken away by undo."""

    def __init__(self) -> None:
        super().__init__("企业资料是刚建的，不能撤销。", "名称填错了，直接改成对的就行。")


def undo(ports: Ports, changes: Changes) -> Changes:
    """Put every record back as it was before `changes`; raises CannotUndo, and then nothing is changed."""
    with ports.units.write() as uow:
        for change in reversed(changes.items):
            _put_back(uow, change)
        return uow.commit(UNDO)


def _put_back(uow: UnitOfWork, change: Change) -> None:
    if change.kind == "Enterprise":
        if not isinstance(change.before, Enterprise):  # there was none before
            raise FirstOne
        if uow.enterprise() != change.after:
            raise CannotUndo
        uow.save_enterprise(change.before)
        return
    if isinstance(change.before, Identification) and isinstance(change.after, Identification):
        _put_back_run(uow, change.before, change.after)
        return
    records = repository_of(uow, change.kind)
    if records.find(change.id) != change.after:
        raise CannotUndo
    if change.before is None:
        records.remove(change.id)
    else:
        records.save(change.before)


def _put_back_run(uow: UnitOfWork, before: Identification, after: Identification) -> None:
    """Everything but where the user is: walking on through the wizard does not make an answer final."""
    now = uow.identifications.find(after.id)
    if now is None or _wherever(now, after) != after:
        raise CannotUndo
    uow.identifications.save(_wherever(before, now))


def _wherever(run: Identification, place: Identification) -> Identification:
    return replace(run, step=place.step, reached=place.reached, cursor=place.cursor)


def repository_of(uow: UnitOfWork, kind: str) -> Repository[Any]:
    """The repository that holds records of this class name."""
    repositories: dict[str, Repository[Any]] = {
        "Department": uow.departments,
        "Person": uow.people,
        "Post": uow.posts,
        "RiskPoint": uow.risk_points,
        "Hazard": uow.hazards,
        "HiddenDanger": uow.hidden_dangers,
        "DangerEvent": uow.danger_events,
        "MajorFile": uow.major_files,
        "ControlReview": uow.control_reviews,
        "Identification": uow.identifications,
        "Answer": uow.answers,
        "Submission": uow.submissions,
        "ReceivedFile": uow.received_files,
        "SentLetter": uow.sent_letters,
        "TrustedParty": uow.trusted_parties,
        "Demand": uow.demands,
        "CheckPlan": uow.check_plans,
        "Inspection": uow.inspections,
        "SpecialDays": uow.special_days,
        "MapSheet": uow.map_sheets,
        "MapVersion": uow.map_versions,
        "OwnText": uow.own_texts,
        "Posting": uow.postings,
        "Phone": uow.phones,
        "PhoneEntry": uow.phone_entries,
        "Training": uow.trainings,
        "CardReceipt": uow.card_receipts,
        "QuizResult": uow.quiz_results,
        "AwardRule": uow.award_rules,
        "Award": uow.awards,
        "Renewal": uow.renewals,
        "ChangeNote": uow.change_notes,
        "SelfAssessment": uow.self_assessments,
        "Handover": uow.handovers,
    }
    return repositories[kind]
