"""Decisions: what the office can say of a paper. Which one it says is `ledger`'s."""

from enum import StrEnum


class Decision(StrEnum):
    """What follows for a paper; the first that fits, save that the paper in force is always accepted."""

    REJECTED = "rejected"  # cannot belong to the line: see `ledger.Fault`
    HELD = "held"  # its key does not count (yet)
    DUPLICATE = "duplicate"  # this digest is here already
    RETURNED = "returned"  # in its line, but its own checks find an error
    SUPERSEDED = "superseded"  # ruled out, or a later good revision of its line is here
    FORK = "fork"  # another revision is here that is not of its line
    ACCEPTED = "accepted"  # in force
    UNREAD = "unread"  # never of a paper: a file that could not be read to its end; kept, to be tried again
