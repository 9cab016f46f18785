"""迎检自评: five tabs, each read when it is looked at."""

from functools import partial

from ymh_desktop.services.changes import Changes
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.viewmodels.asking import AskingModel
from ymh_desktop.ui.viewmodels.readiness import TITLES, Face, ReadinessModel
from ymh_desktop.ui.views.faces import Faces
from ymh_desktop.ui.views.readiness_five import FiveTab
from ymh_desktop.ui.views.readiness_lists import HandoverTab, MoneyTab, TrailTab
from ymh_desktop.ui.views.readiness_visit import VisitTab

Tab = FiveTab | VisitTab | MoneyTab | HandoverTab | TrailTab


class ReadinessPage(Page):
    """Shows one tab; the others are read when they are opened."""

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self.model = ReadinessModel(context)
        self.tabs: dict[Face, Tab] = {
            Face.FIVE: FiveTab(self.model, AskingModel(context)),
            Face.VISIT: VisitTab(self.model),
            Face.MONEY: MoneyTab(self.model),
            Face.HANDOVER: HandoverTab(self.model, AskingModel(context)),
            Face.TRAIL: TrailTab(self.model),
        }
        named = tuple((TITLES[face], tab) for face, tab in self.tabs.items())
        self.faces = Faces("迎检自评的几页", named, partial(context.navigate, "identification"))
        self.bar = self.faces.bar
        self.body.addWidget(self.faces, 1)
        self.faces.chosen.connect(lambda place: self.show_face(tuple(Face)[place]))
        self.model.came.connect(self._came)
        self.model.not_begun.connect(self.faces.show_not_begun)
        context.records.recordsChanged.connect(self._changed)

    @property
    def face(self) -> Face:
        """The tab that is shown."""
        return tuple(Face)[self.faces.place]

    def opened(self, argument: object = None) -> None:
        """Read the tab that is asked for, else the one that was open."""
        wanted = next((face for face in Face if face.value == argument), self.face)
        self.show_face(wanted)

    def show_face(self, face: Face) -> None:
        """Another tab, read anew."""
        self.faces.show_face(tuple(Face).index(face))
        self.model.load(face)

    def take_focus(self) -> None:
        """On the tabs."""
        self.faces.take_focus()

    def _came(self, face: Face, found: object) -> None:
        self.tabs[face].show_found(found)  # type: ignore[arg-type]

    def _changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.model.load(self.face)
