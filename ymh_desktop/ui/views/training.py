"""培训与奖惩: five tabs, each read when it is looked at."""

from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.training import TITLES, Face, TrainingModel
from ymh_desktop.ui.views.faces import FacesPage
from ymh_desktop.ui.views.training_dues import AwardsTab, RenewalsTab
from ymh_desktop.ui.views.training_people import QuizTab, TasksTab
from ymh_desktop.ui.views.training_plans import TrainingsTab

Tab = TasksTab | TrainingsTab | QuizTab | RenewalsTab | AwardsTab


class TrainingPage(FacesPage):
    """The argument of a visit is a value of Face, or None for where one was."""

    def __init__(self, context: Context) -> None:
        model = TrainingModel(context)
        tabs: dict[Face, Tab] = {
            Face.TASKS: TasksTab(model),
            Face.TRAININGS: TrainingsTab(model),
            Face.QUIZ: QuizTab(model),
            Face.RENEWALS: RenewalsTab(model),
            Face.AWARDS: AwardsTab(model),
        }
        super().__init__(context, "培训与奖惩的几页", model, tabs, TITLES)
        self.model, self.tabs = model, tabs

    def take_focus(self) -> None:
        """On the list."""
        tab: Tab = self.tabs[self.face]
        tab.take_focus()

    def fit(self, window_width: int, window_height: int) -> None:
        """Less beside each other where it is narrow."""
        super().fit(window_width, window_height)
        for tab in self.tabs.values():
            tab.fit(window_width)
