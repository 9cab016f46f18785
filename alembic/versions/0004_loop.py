"""The full loop of hidden dangers: history, major files, reviews of major risks; more columns where there were few.

What is on record goes on as it stands: photos were taken before rectifying, and whoever was assigned was so when found.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TEXTS = ("cause", "protective", "acceptance", "told_how")
_NUMBERS = {"occurrence": 1, "times_extended": 0, "times_returned": 0, "times_reopened": 0}
_DAYS = ("graded_on", "assigned_on", "first_deadline", "accepted_on", "told_on")


def upgrade() -> None:
    """Columns first, filled, then made compulsory; then the new tables."""
    with op.batch_alter_table("hidden_danger") as danger:
        danger.add_column(sa.Column("nature", sa.Text(), nullable=True))
        danger.add_column(sa.Column("on_the_spot", sa.Boolean(), nullable=True))
        danger.add_column(sa.Column("graded_by_id", sa.Text(), nullable=True))
        for name in _TEXTS:
            danger.add_column(sa.Column(name, sa.Text(), nullable=True))
        for name in _NUMBERS:
            danger.add_column(sa.Column(name, sa.Integer(), nullable=True))
        for name in _DAYS:
            danger.add_column(sa.Column(name, sa.Date(), nullable=True))
        danger.create_foreign_key(
            "fk_hidden_danger_graded_by_id", "person", ["graded_by_id"], ["id"], deferrable=True, initially="DEFERRED"
        )
    columns = (*_TEXTS, *_NUMBERS, *_DAYS, "on_the_spot", "closed_on", "found_on", "deadline", "status")
    table = sa.table("hidden_danger", *(sa.column(name) for name in columns))
    nothing = dict.fromkeys(_TEXTS, "") | _NUMBERS
    op.execute(table.update().values(on_the_spot=sa.false(), accepted_on=table.c.closed_on, **nothing))
    worked_on = table.c.status != "registered"
    op.execute(table.update().where(worked_on).values(assigned_on=table.c.found_on, first_deadline=table.c.deadline))
    with op.batch_alter_table("hidden_danger") as danger:
        danger.alter_column("on_the_spot", existing_type=sa.Boolean(), nullable=False)
        for name in _TEXTS:
            danger.alter_column(name, existing_type=sa.Text(), nullable=False)
        for name in _NUMBERS:
            danger.alter_column(name, existing_type=sa.Integer(), nullable=False)
        danger.create_index("ix_hidden_danger_found_on", ["found_on"], unique=False)
        danger.create_index("ix_hidden_danger_closed_on", ["closed_on"], unique=False)
    with op.batch_alter_table("hidden_danger_photo") as photo:
        photo.add_column(sa.Column("stage", sa.Text(), nullable=True))
        photo.add_column(sa.Column("added_on", sa.Date(), nullable=True))
        photo.add_column(sa.Column("attempt", sa.Integer(), nullable=True))
        photo.add_column(sa.Column("note", sa.Text(), nullable=True))
        photo.add_column(sa.Column("replaced_because", sa.Text(), nullable=True))
    photos = sa.table(
        "hidden_danger_photo", *(sa.column(name) for name in ("stage", "attempt", "note", "replaced_because"))
    )
    op.execute(photos.update().values(stage="before", attempt=0, note="", replaced_because=""))
    with op.batch_alter_table("hidden_danger_photo") as photo:
        photo.alter_column("stage", existing_type=sa.Text(), nullable=False)
        photo.alter_column("attempt", existing_type=sa.Integer(), nullable=False)
        photo.alter_column("note", existing_type=sa.Text(), nullable=False)
        photo.alter_column("replaced_because", existing_type=sa.Text(), nullable=False)
    _new_tables()


def _new_tables() -> None:
    op.create_table(
        "danger_event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("danger_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name="fk_danger_event_by_id", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["danger_id"], ["hidden_danger.id"], name="fk_danger_event_danger_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_danger_event"),
    )
    op.create_index("ix_danger_event_danger_id", "danger_event", ["danger_id"], unique=False)
    op.create_table(
        "major_file",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("causes", sa.Text(), nullable=False),
        sa.Column("harm", sa.Text(), nullable=False),
        sa.Column("difficulty", sa.Text(), nullable=False),
        sa.Column("temporary", sa.Text(), nullable=False),
        sa.Column("temporary_since", sa.Date(), nullable=True),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("methods", sa.Text(), nullable=False),
        sa.Column("funds", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("safety", sa.Text(), nullable=False),
        sa.Column("cost", sa.Text(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("approved_by_id", sa.Text(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("shutdown", sa.Text(), nullable=True),
        sa.Column("evacuate", sa.Boolean(), nullable=True),
        sa.Column("decided_by_id", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_why", sa.Text(), nullable=True),
        sa.Column("resumed_on", sa.Date(), nullable=True),
        sa.Column("evaluator", sa.Text(), nullable=True),
        sa.Column("evaluated_by", sa.Text(), nullable=True),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column("evaluation_passed", sa.Boolean(), nullable=True),
        sa.Column("evaluation_words", sa.Text(), nullable=True),
        sa.Column("cleared_by", sa.Text(), nullable=True),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.Column("cleared_number", sa.Text(), nullable=True),
        sa.Column("cleared_words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_id"],
            ["person.id"],
            name="fk_major_file_approved_by_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name="fk_major_file_decided_by_id", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["hidden_danger.id"], name="fk_major_file_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_major_file"),
    )
    op.create_table(
        "major_chain",
        sa.Column("major_file_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Text(), nullable=False),
        sa.Column("to_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_id"], ["person.id"], name="fk_major_chain_from_id", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["major_file_id"],
            ["major_file.id"],
            name="fk_major_chain_major_file_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["person.id"], name="fk_major_chain_to_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("major_file_id", "position", name="pk_major_chain"),
    )
    op.create_table(
        "major_report",
        sa.Column("major_file_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("whom", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name="fk_major_report_by_id", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["major_file_id"],
            ["major_file.id"],
            name="fk_major_report_major_file_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("major_file_id", "position", name="pk_major_report"),
    )
    op.create_table(
        "major_order",
        sa.Column("major_file_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("demands", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("received_by_id", sa.Text(), nullable=True),
        sa.Column("extended_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["major_file_id"],
            ["major_file.id"],
            name="fk_major_order_major_file_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["received_by_id"],
            ["person.id"],
            name="fk_major_order_received_by_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("major_file_id", "position", name="pk_major_order"),
    )
    op.create_table(
        "major_answer",
        sa.Column("major_file_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("order_position", sa.Integer(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name="fk_major_answer_by_id", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["major_file_id"],
            ["major_file.id"],
            name="fk_major_answer_major_file_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("major_file_id", "position", name="pk_major_answer"),
    )
    op.create_table(
        "control_review",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("hazard_id", sa.Text(), nullable=False),
        sa.Column("hazard_title", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("effective", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("danger_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name="fk_control_review_by_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_control_review"),
    )
    op.create_index("ix_control_review_hazard_id", "control_review", ["hazard_id"], unique=False)
