"""View models: what a screen shows and may do, without widgets."""
