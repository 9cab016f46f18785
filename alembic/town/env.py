"""Run by Alembic inside the safe runner (ymh_desktop.storage.migrate) for the town's data file."""

from alembic import context

from ymh_desktop.storage.town.tables import TOWN_METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TOWN_METADATA,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
