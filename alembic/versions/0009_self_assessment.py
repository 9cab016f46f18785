"""Self-assessments with their answers and kept lines, and handovers."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; nothing that was there is touched."""
    op.create_table(
        "self_assessment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Text(), nullable=True),
        _key("self_assessment", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_self_assessment"),
    )
    op.create_table(
        "assessment_answer",
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        _key("assessment_answer", "assessment_id", "self_assessment"),
        _key("assessment_answer", "person_id", "person"),
        sa.PrimaryKeyConstraint("assessment_id", "position", name="pk_assessment_answer"),
    )
    op.create_index("ix_assessment_answer_person_id", "assessment_answer", ["person_id"], unique=False)
    op.create_table(
        "assessed_line",
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("have", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        _key("assessed_line", "assessment_id", "self_assessment"),
        sa.PrimaryKeyConstraint("assessment_id", "position", name="pk_assessed_line"),
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("from_id", sa.Text(), nullable=False),
        sa.Column("to_id", sa.Text(), nullable=False),
        sa.Column("papers_at", sa.Text(), nullable=False),
        sa.Column("backups_at", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("scan", sa.Text(), nullable=True),
        _key("handover", "from_id", "person"),
        _key("handover", "to_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
    )
    op.create_index("ix_handover_from_id", "handover", ["from_id"], unique=False)
    op.create_index("ix_handover_to_id", "handover", ["to_id"], unique=False)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, deferrable=True, initially="DEFERRED")
