"""The failures a person can act on, as facts without words.

Three kinds of failure leave the program, one exit each: AppError (the person can act, exit 1), OSError and
MachineError (disk, permissions: exit 3), anything else (our bug, exit 4). Words are in `resources/messages`.
"""


class AppError(Exception):
    """What was given does not allow what was asked; nothing has been changed.

    `code` names the sentence `errors.<code>` of the message files; `facts` fill its blanks.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class MachineError(Exception):
    """The machine failed (full disk, damaged store, read-only folder); same shape as AppError, another exit."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts
