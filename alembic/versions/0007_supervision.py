"""What departments and experts sent: receipts, orders, whose keys are believed; and what was answered.

A submission that is on record goes on without a receipt: what proves it stands where it stood.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns first, filled, then made compulsory; then the new tables."""
    with op.batch_alter_table("submission") as submission:
        submission.add_column(sa.Column("outcome", sa.Text(), nullable=True))
        submission.add_column(sa.Column("outcome_on", sa.Date(), nullable=True))
        submission.add_column(sa.Column("receipt", sa.Text(), nullable=True))
    table = sa.table("submission", sa.column("outcome"), sa.column("receipt"))
    op.execute(table.update().values(outcome="none", receipt=""))
    with op.batch_alter_table("submission") as submission:
        submission.alter_column("outcome", existing_type=sa.Text(), nullable=False)
        submission.alter_column("receipt", existing_type=sa.Text(), nullable=False)
    op.create_table(
        "submission_photo",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("photo", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name="fk_submission_photo_submission_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("submission_id", "position", name="pk_submission_photo"),
    )
    op.create_table(
        "received_file",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sender_code", sa.Text(), nullable=False),
        sa.Column("sender_name", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("manifest_sha256", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_received_file"),
    )
    op.create_index("ix_received_file_series", "received_file", ["series"], unique=False)
    op.create_table(
        "trusted_party",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("pinned_on", sa.Date(), nullable=False),
        sa.Column("compared_with", sa.Text(), nullable=False),
        sa.Column("vouched_by", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trusted_party"),
    )
    op.create_table(
        "sent_letter",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("manifest_sha256", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sent_letter"),
    )
    op.create_table(
        "demand",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("demands", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("came_as", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=True),
        sa.Column("submission_id", sa.Text(), nullable=True),
        sa.Column("danger_ids", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_demand"),
    )
    op.create_index("ix_demand_closed_on", "demand", ["closed_on"], unique=False)
    op.create_table(
        "demand_line",
        sa.Column("demand_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name="fk_demand_line_demand_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("demand_id", "position", name="pk_demand_line"),
    )
    op.create_table(
        "demand_answer",
        sa.Column("demand_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name="fk_demand_answer_demand_id", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name="fk_demand_answer_by_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("demand_id", "position", name="pk_demand_answer"),
    )
    op.create_table(
        "demand_photo",
        sa.Column("demand_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("photo", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name="fk_demand_photo_demand_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("demand_id", "position", name="pk_demand_photo"),
    )
