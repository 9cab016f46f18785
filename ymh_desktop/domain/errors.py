"""Errors that a user may meet. Everything else is a bug and is logged."""


class UserError(Exception):
    """Says what is wrong, with the value, and what to do next; shown to the user as it stands."""

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(f"{problem}{advice}")
        self.problem = problem
        self.advice = advice


class UnfitPicture(UserError):
    """What was given is no picture that we take: giving the same again is of no use."""
