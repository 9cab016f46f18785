"""五有自评: every line scores itself from the data, shows its proof, and turns a gap into a task."""

from ymh_desktop.services.five_haves.assess import (
    Assessment,
    LineShown,
    answer_line,
    assessment,
    finish_assessment,
    give_task,
    past_assessments,
    start_assessment,
)

__all__ = [
    "Assessment",
    "LineShown",
    "answer_line",
    "assessment",
    "finish_assessment",
    "give_task",
    "past_assessments",
    "start_assessment",
]
