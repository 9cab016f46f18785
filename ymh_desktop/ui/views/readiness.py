"""迎检自评: five tabs, each read when it is looked at."""

from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.asking import AskingModel
from ymh_desktop.ui.viewmodels.readiness import TITLES, Face, ReadinessModel
from ymh_desktop.ui.views.faces import FacesPage
from ymh_desktop.ui.views.readiness_five import FiveTab
from ymh_desktop.ui.views.readiness_lists import HandoverTab, MoneyTab, TrailTab
from ymh_desktop.ui.views.readiness_visit import VisitTab

Tab = FiveTab | VisitTab | MoneyTab | HandoverTab | TrailTab


class ReadinessPage(FacesPage):
    """The argument of a visit is a value of Face, or None for where one was."""

    def __init__(self, context: Context) -> None:
        model = ReadinessModel(context)
        tabs: dict[Face, Tab] = {
            Face.FIVE: FiveTab(model, AskingModel(context)),
            Face.VISIT: VisitTab(model),
            Face.MONEY: MoneyTab(model),
            Face.HANDOVER: HandoverTab(model, AskingModel(context)),
            Face.TRAIL: TrailTab(model),
        }
        super().__init__(context, "迎检自评的几页", model, tabs, TITLES)
        self.model, self.tabs = model, tabs
