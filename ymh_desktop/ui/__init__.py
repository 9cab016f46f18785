"""The window. Views hold layout and wiring, view models (QtCore only) decide, services do the work."""
