"""One look at everything that the lines of the self-assessment are judged by."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from ymh_desktop.domain.awards import Award, AwardRule
from ymh_desktop.domain.checks import CheckPlan
from ymh_desktop.domain.danger_figures import DangerFigures
from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.major_files import MajorFile
from ymh_desktop.domain.maps import MapVersion
from ymh_desktop.domain.postings import Posting
from ymh_desktop.domain.renewals import Renewal
from ymh_desktop.domain.report_periods import quarter_of
from ymh_desktop.domain.submissions import Channel, Submission, reports_due
from ymh_desktop.domain.training import Training
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.checks.figures import CheckFigures, check_figures
from ymh_desktop.services.hidden_dangers import figures
from ymh_desktop.services.hidden_dangers.reviews import ReviewLine, risk_reviews
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.training.tasks import Coverage, coverage

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Evidence:
    """A snapshot of the records; figures are counted when a line asks for them."""

    ports: Ports
    today: date
    book: Book
    plans: tuple[CheckPlan, ...]
    majors: tuple[MajorFile, ...]
    map_versions: tuple[MapVersion, ...]
    submissions: tuple[Submission, ...]
    trainings: tuple[Training, ...]
    renewals: tuple[Renewal, ...]
    postings: tuple[Posting, ...]
    award_rules: tuple[AwardRule, ...]
    awards: tuple[Award, ...]

    @property
    def quarter_begins(self) -> date:
        """The first day of this quarter."""
        return quarter_of(self.today).first

    @property
    def year_ago(self) -> date:
        """A year before today."""
        return self.today - YEAR

    @cached_property
    def staff(self) -> tuple[Person, ...]:
        """Everybody who works here now."""
        return tuple(person for person in self.book.people.values() if not person.left)

    @cached_property
    def checks(self) -> CheckFigures:
        """应查 and 已查 of this quarter so far."""
        return check_figures(self.ports, self.quarter_begins, self.today)

    @cached_property
    def coverage(self) -> Coverage:
        """人人有任务: how many have a card, signed, answered, and did their task."""
        return coverage(self.ports)

    @cached_property
    def dangers(self) -> DangerFigures:
        """The hidden dangers of the last twelve months."""
        return figures(self.ports, self.year_ago, self.today)

    @cached_property
    def closed_lately(self) -> tuple[HiddenDanger, ...]:
        """Closed within the last twelve months."""
        return tuple(
            each for each in self.book.dangers if each.closed_on is not None and each.closed_on >= self.year_ago
        )

    @cached_property
    def major_dangers(self) -> tuple[HiddenDanger, ...]:
        """Major ones that are open, or were closed within twelve months."""
        lately = set(self.closed_lately)
        return tuple(each for each in self.book.dangers if each.is_major and (each.is_open or each in lately))

    @cached_property
    def reviews(self) -> tuple[ReviewLine, ...]:
        """Every 重大 risk with its quarterly review."""
        return risk_reviews(self.ports)

    @cached_property
    def sent(self) -> tuple[Submission, ...]:
        """What was handed in within twelve months, by whatever way."""
        return tuple(
            each
            for each in self.submissions
            if each.channel is not Channel.NOT_SENT and each.sent_on is not None and each.sent_on >= self.year_ago
        )


def look(ports: Ports) -> Evidence:
    """Read it; raises NoEnterprise."""
    book = open_book(ports)
    with ports.units.read() as uow:
        return Evidence(
            ports=ports,
            today=ports.clock.today(),
            book=book,
            plans=tuple(plan for plan in uow.check_plans.headers() if plan.ended_on is None),
            majors=uow.major_files.all(),
            map_versions=uow.map_versions.all(),
            submissions=reports_due(uow.submissions.all()),
            trainings=uow.trainings.all(),
            renewals=uow.renewals.all(),
            postings=uow.postings.all(),
            award_rules=tuple(rule for rule in uow.award_rules.all() if rule.in_force),
            awards=tuple(award for award in uow.awards.all() if award.counts),
        )
