"""Checks: plans made from the register, today's list, filling in, sheets that come back from paper, figures."""
