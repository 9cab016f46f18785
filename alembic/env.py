"""Run by Alembic inside the safe runner (ymh_desktop.storage.migrate), which owns connection and transaction."""

from alembic import context

from ymh_desktop.storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot alter most things in place
    compare_type=True,
)
context.run_migrations()
