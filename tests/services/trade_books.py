"""The register of a firm of any trade that has everything: every post, every machine, every measure in place."""

from dataclasses import replace
from datetime import date

from ymh_desktop.domain.enterprise import Enterprise, Post
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import Hazard, RiskPoint, RiskPointKind
from ymh_desktop.services.book import Book
from ymh_desktop.services.library_use import hazard_of
from ymh_desktop.services.ports import Ports

DAY = date(2026, 11, 23)


def full_book(ports: Ports, trade_id: str) -> Book:
    """Nothing is written: the book lives in memory."""
    trade = ports.library.trade(trade_id)
    posts = tuple(
        Post(f"post-{n}", f"P-{n:04d}", usual.name, usual.work, usual.place, library_id=usual.id)
        for n, usual in enumerate(trade.posts, start=1)
    )
    headers = {header.id: header for header in ports.library.module_headers()}
    points = tuple(
        RiskPoint(
            f"point-{use.module}",
            f"F-{n:04d}",
            headers[use.module].name,
            headers[use.module].kind or RiskPointKind.FACILITY,
            use.place,
            module_id=use.module,
            post_ids=tuple(p.id for p, usual in zip(posts, trade.posts, strict=True) if use.module in usual.modules),
        )
        for n, use in enumerate(trade.modules, start=1)
    )
    profile = ports.codes.profile("lec")
    hazards: list[Hazard] = []
    for point in points:
        module = ports.library.module(point.module_id or "")
        for entry in module.entries:
            made = hazard_of(ports, entry, module, point, trade, profile, DAY)
            done = tuple(measure.answered(MeasureState.IN_PLACE) for measure in made.measures)
            hazards.append(replace(made, measures=done))
    return Book(
        Enterprise("e", "试验厂", trade_id=trade_id), posts, points, tuple(hazards), (), None, (), "", False, (), (),
        ports.codes.accident_types,
    )  # fmt: skip
