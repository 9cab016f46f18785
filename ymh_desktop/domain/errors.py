"""Errors that a user may meet. Everything else is a bug and is logged."""


class UserError(Exception):
    """Says what is wrong, with the value, and what to do next; shown to the user as it stands.

    `command` is what to do next for who types commands, where the advice names a button of the window.
    """

    def __init__(self, problem: str, advice: str, command: str = "") -> None:
        super().__init__(f"{problem}{advice}")
        self.problem = problem
        self.advice = advice
        self.command = command or advice


class MachineTrouble(UserError):
    """What was asked is right, but disk, folder or file will not do it: it will be so on the next page too."""


class KeyUnusable(UserError):
    """The key that signs is not to be had here: who is to sign needs another one.

    `opens_elsewhere`: it is whole, and there is a PC and an account where it opens.
    """

    opens_elsewhere = False


class UnfitPicture(UserError):
    """What was given is no picture that we take: giving the same again is of no use."""
