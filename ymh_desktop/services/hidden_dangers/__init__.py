"""Hidden dangers: registered, graded, assigned, rectified, accepted, closed; and the file of major ones.

The names that the rest of the program uses; each lives in the module that its part of the loop is in.
"""

from ymh_desktop.services.hidden_dangers.attention import LoopTask, Urge, loop_tasks
from ymh_desktop.services.hidden_dangers.figures import figures
from ymh_desktop.services.hidden_dangers.history import forget_danger, write_down
from ymh_desktop.services.hidden_dangers.loop import (
    accept_danger,
    add_danger_photo,
    assign_danger,
    close_danger,
    describe_danger,
    edit_danger,
    extend_danger,
    grade_danger,
    hand_in_danger,
    reopen_danger,
    replace_danger_photo,
    return_danger,
    start_danger,
    tell_employees,
)
from ymh_desktop.services.hidden_dangers.major import (
    answer_order,
    approve_plan,
    clear_major,
    decide_shutdown,
    describe_major,
    evaluate_major,
    extend_order,
    judgement_items,
    pass_up,
    plan_major,
    protect_major,
    receipt_came,
    receive_order,
    report_major,
    resume_work,
)
from ymh_desktop.services.hidden_dangers.registration import (
    new_danger,
    open_for_failed_measure,
    rectify_on_the_spot,
    register_danger,
    same_still_open,
)
from ymh_desktop.services.hidden_dangers.reviews import ReviewLine, review_risk, risk_reviews
from ymh_desktop.services.hidden_dangers.sheet import DangerSheet, danger_sheet

__all__ = [
    "DangerSheet",
    "LoopTask",
    "ReviewLine",
    "Urge",
    "accept_danger",
    "add_danger_photo",
    "answer_order",
    "approve_plan",
    "assign_danger",
    "clear_major",
    "close_danger",
    "danger_sheet",
    "decide_shutdown",
    "describe_danger",
    "describe_major",
    "edit_danger",
    "evaluate_major",
    "extend_danger",
    "extend_order",
    "figures",
    "forget_danger",
    "grade_danger",
    "hand_in_danger",
    "judgement_items",
    "loop_tasks",
    "new_danger",
    "open_for_failed_measure",
    "pass_up",
    "plan_major",
    "protect_major",
    "receipt_came",
    "receive_order",
    "rectify_on_the_spot",
    "register_danger",
    "reopen_danger",
    "replace_danger_photo",
    "report_major",
    "resume_work",
    "return_danger",
    "review_risk",
    "risk_reviews",
    "same_still_open",
    "start_danger",
    "tell_employees",
    "write_down",
]
