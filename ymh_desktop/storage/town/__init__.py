"""The town's own data file: own tables (`town_*`), own migrations, and never a table of an enterprise."""
