"""The parts that pages are built of."""

from ymh_desktop.ui.widgets.answers import THERE_OR_NOT, YES_NO, AnswerCard, AnswerOption
from ymh_desktop.ui.widgets.basics import (
    Banner,
    Button,
    Card,
    CardGrid,
    DangerButton,
    IconButton,
    LinkButton,
    PrimaryButton,
    Section,
    column,
    empty,
    line,
    picture,
    row,
    text,
)
from ymh_desktop.ui.widgets.choices import ChoiceCard, NumberStepper
from ymh_desktop.ui.widgets.date_field import DateField
from ymh_desktop.ui.widgets.fields import Combo, Field, FilterBar, OneLine, PickPerson, SearchBox
from ymh_desktop.ui.widgets.flow import Flow
from ymh_desktop.ui.widgets.levels import LevelBadge
from ymh_desktop.ui.widgets.preview import PdfPreview
from ymh_desktop.ui.widgets.states import EmptyState, ProgressBand
from ymh_desktop.ui.widgets.steps import StepLine, StepList, StepShown, StepState

__all__ = [
    "THERE_OR_NOT",
    "YES_NO",
    "AnswerCard",
    "AnswerOption",
    "Banner",
    "Button",
    "Card",
    "CardGrid",
    "ChoiceCard",
    "Combo",
    "DangerButton",
    "DateField",
    "EmptyState",
    "Field",
    "FilterBar",
    "Flow",
    "IconButton",
    "LevelBadge",
    "LinkButton",
    "NumberStepper",
    "OneLine",
    "PdfPreview",
    "PickPerson",
    "PrimaryButton",
    "ProgressBand",
    "SearchBox",
    "Section",
    "StepLine",
    "StepList",
    "StepShown",
    "StepState",
    "column",
    "empty",
    "line",
    "picture",
    "row",
    "text",
]
