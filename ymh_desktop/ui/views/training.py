"""培训与奖惩: five tabs, each read when it is looked at."""

from functools import partial

from ymh_desktop.services.changes import Changes
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.viewmodels.training import TITLES, Face, TrainingModel
from ymh_desktop.ui.views.faces import Faces
from ymh_desktop.ui.views.training_dues import AwardsTab, RenewalsTab
from ymh_desktop.ui.views.training_people import QuizTab, TasksTab
from ymh_desktop.ui.views.training_plans import TrainingsTab

Tab = TasksTab | TrainingsTab | QuizTab | RenewalsTab | AwardsTab


class TrainingPage(Page):
    """The argument of a visit is a value of Face, or None for where one was."""

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self.model = TrainingModel(context)
        self.tabs: dict[Face, Tab] = {
            Face.TASKS: TasksTab(self.model),
            Face.TRAININGS: TrainingsTab(self.model),
            Face.QUIZ: QuizTab(self.model),
            Face.RENEWALS: RenewalsTab(self.model),
            Face.AWARDS: AwardsTab(self.model),
        }
        named = tuple((TITLES[face], tab) for face, tab in self.tabs.items())
        self.faces = Faces("培训与奖惩的几页", named, partial(context.navigate, "identification"))
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
        self.show_face(next((face for face in Face if face.value == argument), self.face))

    def left(self) -> None:
        """Keep what is half written."""
        for tab in self.tabs.values():
            tab.hand_over()

    def show_face(self, face: Face) -> None:
        """Another tab, read anew."""
        self.faces.show_face(tuple(Face).index(face))
        self.model.load(face)

    def take_focus(self) -> None:
        """On the list."""
        self.tabs[self.face].take_focus()

    def fit(self, window_width: int, window_height: int) -> None:
        """Less beside each other where it is narrow."""
        super().fit(window_width, window_height)
        for tab in self.tabs.values():
            tab.fit(window_width)

    def _came(self, face: Face, found: object) -> None:
        self.tabs[face].show_found(found)  # type: ignore[arg-type]

    def _changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.model.load(self.face)
