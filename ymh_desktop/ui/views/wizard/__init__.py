"""The wizard: a frame and seven steps."""
