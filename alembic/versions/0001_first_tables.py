"""The tables of the first release.

Foreign keys are deferred, so that one transaction may save its records in any order, and none cascades. A department's
head is a person and a person's department is a department: that key is added once both tables are there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("record_kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_entry"),
    )
    op.create_index("ix_audit_entry_record_id", "audit_entry", ["record_id"], unique=False)
    op.create_table(
        "department",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("head_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["department.id"], name="fk_department_parent_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_department"),
    )
    op.create_table(
        "identification",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("trade_id", sa.Text(), nullable=True),
        sa.Column("library_version", sa.Text(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_identification"),
    )
    op.create_table(
        "number_series",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name="pk_number_series"),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("manifest_sha256", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("risks", sa.Integer(), nullable=False),
        sa.Column("hidden_dangers", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("identification_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.Text(), nullable=False),
        sa.Column("risk_point_id", sa.Text(), nullable=True),
        sa.Column("answered_where", sa.Text(), nullable=False),
        sa.Column("why_not_here", sa.Text(), nullable=True),
        sa.Column("hazard_id", sa.Text(), nullable=True),
        sa.Column("hidden_danger_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["identification_id"],
            ["identification.id"],
            name="fk_answer_identification_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
    )
    op.create_index("ix_answer_identification_id", "answer", ["identification_id"], unique=False)
    op.create_table(
        "participant",
        sa.Column("identification_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identification_id"],
            ["identification.id"],
            name="fk_participant_identification_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("identification_id", "position", name="pk_participant"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Text(), nullable=True),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name="fk_person_department_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "profile_answer",
        sa.Column("identification_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("answer", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identification_id"],
            ["identification.id"],
            name="fk_profile_answer_identification_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("identification_id", "position", name="pk_profile_answer"),
    )
    op.create_table(
        "sign_off",
        sa.Column("identification_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("speciality", sa.Text(), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identification_id"],
            ["identification.id"],
            name="fk_sign_off_identification_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("identification_id", "position", name="pk_sign_off"),
    )
    op.create_table(
        "enterprise",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=True),
        sa.Column("trade_id", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("principal_id", sa.Text(), nullable=True),
        sa.Column("officer_id", sa.Text(), nullable=True),
        sa.Column("report_phone", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("tier_team", sa.Boolean(), nullable=False),
        sa.Column("tier_department", sa.Boolean(), nullable=False),
        sa.Column("profile_id", sa.Text(), nullable=False),
        sa.Column("accident_edition", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["person.id"], name="fk_enterprise_officer_id", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["principal_id"], ["person.id"], name="fk_enterprise_principal_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_enterprise"),
    )
    op.create_table(
        "hidden_danger",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("risk_point_id", sa.Text(), nullable=True),
        sa.Column("hazard_id", sa.Text(), nullable=True),
        sa.Column("measure_id", sa.Text(), nullable=True),
        sa.Column("entry_id", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("found_by_id", sa.Text(), nullable=True),
        sa.Column("responsible_id", sa.Text(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("cost", sa.Text(), nullable=True),
        sa.Column("rectified", sa.Text(), nullable=False),
        sa.Column("rectified_by_id", sa.Text(), nullable=True),
        sa.Column("rectified_on", sa.Date(), nullable=True),
        sa.Column("accepted_by_id", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("same_person_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"],
            ["person.id"],
            name="fk_hidden_danger_accepted_by_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["found_by_id"], ["person.id"], name="fk_hidden_danger_found_by_id", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["rectified_by_id"],
            ["person.id"],
            name="fk_hidden_danger_rectified_by_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"],
            ["person.id"],
            name="fk_hidden_danger_responsible_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_hidden_danger"),
        sa.UniqueConstraint("code", name="uq_hidden_danger_code"),
    )
    op.create_index("ix_hidden_danger_hazard_id", "hidden_danger", ["hazard_id"], unique=False)
    op.create_index("ix_hidden_danger_risk_point_id", "hidden_danger", ["risk_point_id"], unique=False)
    op.create_table(
        "hidden_danger_photo",
        sa.Column("hidden_danger_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("photo", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hidden_danger_id"],
            ["hidden_danger.id"],
            name="fk_hidden_danger_photo_hidden_danger_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("hidden_danger_id", "position", name="pk_hidden_danger_photo"),
    )
    op.create_index("ix_hidden_danger_photo_photo", "hidden_danger_photo", ["photo"], unique=False)
    op.create_table(
        "post",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Text(), nullable=True),
        sa.Column("head_id", sa.Text(), nullable=True),
        sa.Column("library_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name="fk_post_department_id", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["head_id"], ["person.id"], name="fk_post_head_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
        sa.UniqueConstraint("code", name="uq_post_code"),
    )
    op.create_table(
        "risk_point",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=True),
        sa.Column("department_id", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name="fk_risk_point_department_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name="fk_risk_point_owner_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_risk_point"),
        sa.UniqueConstraint("code", name="uq_risk_point_code"),
    )
    op.create_table(
        "hazard",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("risk_point_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("factor_code", sa.Text(), nullable=False),
        sa.Column("accident_codes", sa.Text(), nullable=False),
        sa.Column("consequence", sa.Text(), nullable=False),
        sa.Column("profile_id", sa.Text(), nullable=False),
        sa.Column("profile_name", sa.Text(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("graded_level", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("check_what", sa.Text(), nullable=True),
        sa.Column("check_standard", sa.Text(), nullable=True),
        sa.Column("check_method", sa.Text(), nullable=True),
        sa.Column("emergency", sa.Text(), nullable=False),
        sa.Column("ppe", sa.Text(), nullable=False),
        sa.Column("signs", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=True),
        sa.Column("tier", sa.Integer(), nullable=True),
        sa.Column("weakened", sa.Boolean(), nullable=False),
        sa.Column("identified_on", sa.Date(), nullable=True),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("measures_in_place", sa.Integer(), nullable=False),
        sa.Column("measures_planned", sa.Integer(), nullable=False),
        sa.Column("measures_missing", sa.Integer(), nullable=False),
        sa.Column("control_failed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["risk_point_id"], ["risk_point.id"], name="fk_hazard_risk_point_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_hazard"),
    )
    op.create_index("ix_hazard_level", "hazard", ["level"], unique=False)
    op.create_index("ix_hazard_risk_point_id", "hazard", ["risk_point_id"], unique=False)
    op.create_table(
        "post_person",
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_post_person_person_id", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name="fk_post_person_post_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("post_id", "position", name="pk_post_person"),
    )
    op.create_index("ix_post_person_person_id", "post_person", ["person_id"], unique=False)
    op.create_table(
        "risk_point_post",
        sa.Column("risk_point_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name="fk_risk_point_post_post_id", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["risk_point_id"],
            ["risk_point.id"],
            name="fk_risk_point_post_risk_point_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("risk_point_id", "position", name="pk_risk_point_post"),
    )
    op.create_index("ix_risk_point_post_post_id", "risk_point_post", ["post_id"], unique=False)
    op.create_table(
        "check_round",
        sa.Column("hazard_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hazard_id"], ["hazard.id"], name="fk_check_round_hazard_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("hazard_id", "position", name="pk_check_round"),
    )
    op.create_table(
        "hazard_responsible",
        sa.Column("hazard_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hazard_id"], ["hazard.id"], name="fk_hazard_responsible_hazard_id", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_hazard_responsible_person_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("hazard_id", "position", name="pk_hazard_responsible"),
    )
    op.create_index("ix_hazard_responsible_person_id", "hazard_responsible", ["person_id"], unique=False)
    op.create_table(
        "judgement",
        sa.Column("hazard_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("hidden_danger_id", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["hazard_id"], ["hazard.id"], name="fk_judgement_hazard_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("hazard_id", "position", name="pk_judgement"),
    )
    op.create_table(
        "measure",
        sa.Column("hazard_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("library_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("cost", sa.Text(), nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hazard_id"], ["hazard.id"], name="fk_measure_hazard_id", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_measure_person_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("hazard_id", "id", name="pk_measure"),
    )
    with op.batch_alter_table("department") as department:
        department.create_foreign_key(
            "fk_department_head_id", "person", ["head_id"], ["id"], deferrable=True, initially="DEFERRED"
        )
