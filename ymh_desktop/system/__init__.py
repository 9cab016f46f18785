"""The machine the program runs on: paths, time, ids, files, logs, per-machine settings."""
