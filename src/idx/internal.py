"""Faults of the program itself: what is raised, and the status with which a command ends then."""

STATUS = 70  # EX_SOFTWARE


class InternalError(Exception):
    """A fault of ours: nothing that a user could mend."""
