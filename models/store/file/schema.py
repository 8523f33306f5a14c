"""Schema: the only place that says which tables a store has, as numbered steps; `migrating` carries them out.

The first step is the schema of version 1, in which everything of before the first release was folded together. A
released step never changes; a change of the schema is a new step at the end. One schema serves unit and office: the
tables of the other desk stay empty. Decimals and times are TEXT; nothing is ever compared as a number in SQL. What
changes is written to the history by triggers, with person and reason from the functions every connection of
`models.store.connection` brings along, so that no write can forget it.

To change the schema: append (name, statements) to STEPS, and keep a store of the version before as a test
(`tests/data/stores`, `tests/models/store/test_old_stores.py`).
"""

import sqlite3

Steps = tuple[tuple[str, tuple[str, ...]], ...]  # name, statements
KIND, OFFICE, UNIT = "store.kind", "office", "store.unit"  # facts: which desk ("unit" | "office"), whose store it is
_CELL = ("state", "value", "numeric", "raw", "note", "remarks", "fault")


def _watched(table: str, kind: str, place: str, columns: tuple[str, ...], *, timeless: bool = False) -> tuple[str, ...]:
    """Return the triggers that write each change of a table to the history; `timeless` = it has no column period.

    Used by released steps: never change what it makes.
    """
    pairs = {side: ", ".join(f"'{name}', {side}.{name}" for name in columns) for side in ("old", "new")}
    old, new = f"json_object({pairs['old']})", f"json_object({pairs['new']})"
    empty = "''"
    differs = " OR ".join(f"old.{name} IS NOT new.{name}" for name in columns)
    events = (
        ("INSERT", "new", "", "NULL", new),
        ("UPDATE", "new", f"WHEN {differs}", old, new),
        ("DELETE", "old", "", old, "NULL"),
    )
    return tuple(
        f"CREATE TRIGGER {table}_{event.lower()} AFTER {event} ON {table} {when} BEGIN "
        "INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES "
        f"(store_at(), store_person(), store_why(), store_batch(), '{kind}', "
        f"{empty if timeless else side + '.period'}, {side}.{place}, {before}, {after}); END"
        for event, side, when, before, after in events
    )


_COMMON = (
    "CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE plans (digest TEXT PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, at TEXT NOT NULL) STRICT",
    """CREATE TABLE plan_files (
        plan TEXT NOT NULL REFERENCES plans (digest), name TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (plan, name)) STRICT""",
    """CREATE TABLE settings (
        version INTEGER PRIMARY KEY, content TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL) STRICT""",
    """CREATE TABLE history (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, why TEXT NOT NULL, batch TEXT NOT NULL,
        kind TEXT NOT NULL, period TEXT NOT NULL, place TEXT NOT NULL, before TEXT, after TEXT) STRICT""",
    "CREATE INDEX history_place ON history (kind, period, place)",
    "CREATE INDEX history_batch ON history (batch)",
)
_UNIT = (
    """CREATE TABLE cells (
        period TEXT NOT NULL, address TEXT NOT NULL, state TEXT, value TEXT, numeric INTEGER NOT NULL,
        raw TEXT NOT NULL, note TEXT NOT NULL, remarks TEXT NOT NULL, fault TEXT,
        PRIMARY KEY (period, address)) STRICT, WITHOUT ROWID""",
    *_watched("cells", "cell", "address", _CELL),
    """CREATE TABLE registers (
        period TEXT NOT NULL, register TEXT NOT NULL, part INTEGER NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (period, register, part)) STRICT""",
    """CREATE TABLE register_history (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, why TEXT NOT NULL, batch TEXT NOT NULL,
        period TEXT NOT NULL, register TEXT NOT NULL, part INTEGER NOT NULL, before BLOB, after TEXT) STRICT""",
    "CREATE INDEX register_history_place ON register_history (period, register)",
    *(
        f"CREATE TRIGGER registers_{event.lower()} AFTER {event} ON registers {when} BEGIN "
        "INSERT INTO register_history (at, person, why, batch, period, register, part, before, after) VALUES "
        f"(store_at(), store_person(), store_why(), store_batch(), {side}.period, {side}.register, {side}.part, "
        f"{before}, {after}); END"
        for event, side, when, before, after in (
            ("INSERT", "new", "", "NULL", "store_sha256(new.content)"),
            ("UPDATE", "new", "WHEN old.content IS NOT new.content", "old.content", "store_sha256(new.content)"),
            ("DELETE", "old", "", "old.content", "NULL"),
        )
    ),
    """CREATE TABLE explanations (
        period TEXT NOT NULL, key TEXT NOT NULL, code TEXT NOT NULL, text TEXT NOT NULL, fingerprint TEXT NOT NULL,
        PRIMARY KEY (period, key)) STRICT, WITHOUT ROWID""",
    *_watched("explanations", "explanation", "key", ("code", "text", "fingerprint")),
    """CREATE TABLE returns (
        digest TEXT PRIMARY KEY, period TEXT NOT NULL, revision INTEGER NOT NULL, ancestors TEXT NOT NULL,
        reason TEXT NOT NULL, filed_at TEXT NOT NULL, own INTEGER NOT NULL, content BLOB NOT NULL,
        files TEXT NOT NULL) STRICT""",
    "CREATE INDEX returns_period ON returns (period)",
    "CREATE TABLE locks (period TEXT PRIMARY KEY, digest TEXT NOT NULL REFERENCES returns (digest)) STRICT",
    *_watched("locks", "lock", "period", ("digest",)),
    """CREATE TABLE receipts (
        sha256 TEXT PRIMARY KEY, digest TEXT NOT NULL, period TEXT NOT NULL, decision TEXT NOT NULL,
        issued_at TEXT NOT NULL, taken_at TEXT NOT NULL, content BLOB NOT NULL) STRICT""",
)
_OFFICE = (
    """CREATE TABLE papers (
        digest TEXT NOT NULL, key TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL, revision INTEGER NOT NULL,
        ancestors TEXT NOT NULL, content BLOB NOT NULL, certificate BLOB NOT NULL, plan TEXT NOT NULL,
        settings INTEGER NOT NULL, good INTEGER NOT NULL, reasons TEXT NOT NULL, request BLOB, registered TEXT NOT NULL,
        PRIMARY KEY (digest, key)) STRICT""",
    "CREATE INDEX papers_place ON papers (unit, period)",
    """CREATE TABLE forms (
        sha256 TEXT NOT NULL, digest TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (digest, key, sha256),
        FOREIGN KEY (digest, key) REFERENCES papers (digest, key) DEFERRABLE INITIALLY DEFERRED) STRICT""",
    """CREATE TABLE receptions (
        id INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL, sha256 TEXT NOT NULL, received_at TEXT NOT NULL,
        registered_at TEXT NOT NULL, channel TEXT NOT NULL, person TEXT NOT NULL, decision TEXT NOT NULL,
        reasons TEXT NOT NULL, digest TEXT, key TEXT, seals TEXT NOT NULL,
        unit TEXT, period TEXT, revision INTEGER) STRICT""",
    """CREATE TABLE quarantine (
        sha256 TEXT PRIMARY KEY, file TEXT NOT NULL, at TEXT NOT NULL, reasons TEXT NOT NULL,
        content BLOB NOT NULL) STRICT""",
    """CREATE TABLE keys (
        unit TEXT NOT NULL, fingerprint TEXT NOT NULL, certificate BLOB NOT NULL, since TEXT,
        until TEXT, enrolled_at TEXT NOT NULL, compared INTEGER NOT NULL, person TEXT NOT NULL,
        ended_because TEXT NOT NULL, PRIMARY KEY (unit, fingerprint)) STRICT""",
    *_watched(
        "keys", "key", "unit", ("fingerprint", "since", "until", "compared", "person", "ended_because"), timeless=True
    ),
    """CREATE TABLE rulings (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT, unit TEXT NOT NULL, period TEXT NOT NULL, keep TEXT NOT NULL,
        others TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL, checked_by TEXT, at TEXT NOT NULL) STRICT""",
    """CREATE TABLE adjudications (
        id INTEGER PRIMARY KEY AUTOINCREMENT, period TEXT NOT NULL, indicator TEXT NOT NULL, value TEXT NOT NULL,
        reason TEXT NOT NULL, document TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
        rests_on TEXT NOT NULL, checked_by TEXT) STRICT""",
    """CREATE TABLE chases (
        id INTEGER PRIMARY KEY AUTOINCREMENT, period TEXT NOT NULL, unit TEXT NOT NULL, at TEXT NOT NULL,
        channel TEXT NOT NULL, person TEXT NOT NULL, note TEXT NOT NULL) STRICT""",
    """CREATE TABLE issued (
        id INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL,
        decision TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL, file TEXT NOT NULL,
        content BLOB NOT NULL) STRICT""",
)
_SLICES = (
    """CREATE TABLE slices (
        period TEXT NOT NULL, id TEXT NOT NULL, supplier TEXT NOT NULL, scope TEXT NOT NULL, until TEXT NOT NULL,
        made TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (period, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE slice_answers (
        id INTEGER PRIMARY KEY AUTOINCREMENT, period TEXT NOT NULL, slice TEXT NOT NULL, file TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
    """CREATE TABLE supplies (
        period TEXT NOT NULL, place TEXT NOT NULL, supplier TEXT NOT NULL, said TEXT NOT NULL, at TEXT NOT NULL,
        file TEXT NOT NULL, settled INTEGER NOT NULL, register TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (period, place, supplier)) STRICT, WITHOUT ROWID""",
)
_EVIDENCE = (
    "CREATE TABLE evidence_files (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, content BLOB NOT NULL) STRICT",
    """CREATE TABLE attachments (
        period TEXT NOT NULL, place TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES evidence_files (sha256),
        name TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL,
        PRIMARY KEY (period, place, sha256)) STRICT, WITHOUT ROWID""",
    *_watched("attachments", "evidence", "place", ("name", "sha256")),
    """CREATE TABLE stamped_scans (
        digest TEXT NOT NULL REFERENCES returns (digest), sha256 TEXT NOT NULL REFERENCES evidence_files (sha256),
        name TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL, signed_on TEXT, printed_on TEXT,
        PRIMARY KEY (digest, sha256)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE evidence_listed (
        digest TEXT NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL,
        PRIMARY KEY (digest, sha256)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX evidence_listed_file ON evidence_listed (sha256)",
)
_CARRIED = (
    """CREATE TABLE carried (
        period TEXT NOT NULL, place TEXT NOT NULL, said TEXT NOT NULL,
        PRIMARY KEY (period, place)) STRICT, WITHOUT ROWID""",
)
# table → the columns that name one of its rows; whatever is written there is part of an act (`acts`)
RECORDED: dict[str, tuple[str, ...]] = {
    "facts": ("key",), "plans": ("digest",), "plan_files": ("plan", "name"), "settings": ("version",),
    "returns": ("digest",), "receipts": ("sha256",), "slices": ("period", "id"), "slice_answers": ("id",),
    "supplies": ("period", "place", "supplier"), "carried": ("period", "place"), "evidence_files": ("sha256",),
    "attachments": ("period", "place", "sha256"), "stamped_scans": ("digest", "sha256"), "papers": ("digest", "key"),
    "forms": ("digest", "key", "sha256"), "receptions": ("id",), "quarantine": ("sha256",),
    "keys": ("unit", "fingerprint"), "rulings": ("sequence",), "adjudications": ("id",),
    "withdrawals": ("adjudication",), "sent_back": ("id",), "notices": ("id",), "settlements": ("id",),
    "reviews": ("id",), "queries": ("id",), "query_ends": ("query",), "chases": ("id",), "issued": ("id",),
    "evidence_listed": ("digest", "sha256"),
}  # fmt: skip
# of the small facts, those that decide: whose store it is, under which plan and office, what may be sealed; not where
# somebody was last
FACTS = (
    UNIT, "store.plan", "root", "office_name", "office_contact", "pack_issued", "certificate", "test",
    "restored", "restored.lost", "handed_over",
)  # fmt: skip
FACTS_OF_PERIODS = ("draft.", "approval.")  # the same for each period, by how they begin


def recorded_fact(side: str = "") -> str:
    """Return the condition for small facts that decide; `side`: "new." or "old." in a trigger. Part of version 1."""
    keys = ", ".join(f"'{key}'" for key in FACTS)
    patterns = "".join(f" OR {side}key GLOB '{start}*'" for start in FACTS_OF_PERIODS)
    return f"({side}key IN ({keys}){patterns})"


def decides(key: str) -> bool:
    """True for a small fact that is recorded."""
    return key in FACTS or key.startswith(FACTS_OF_PERIODS)


def _recorded(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the triggers that tell the open act which row of a table was written.

    Used by released steps: never change what it makes.
    """
    made = []
    for event, side in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old")):
        when = f"WHEN {recorded_fact(f'{side}.')}" if table == "facts" else ""
        key = ", ".join(f"{side}.{name}" for name in columns)
        made.append(
            f"CREATE TRIGGER {table}_recorded_{event.lower()} AFTER {event} ON {table} {when} BEGIN "
            f"SELECT store_recorded('{table}', json_array({key})); END"
        )
    return tuple(made)


_ACTS = (
    """CREATE TABLE acts (
        number INTEGER PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL, why TEXT NOT NULL,
        about TEXT NOT NULL, recorded TEXT NOT NULL, before TEXT NOT NULL, hash TEXT NOT NULL UNIQUE) STRICT""",
    *(
        f"CREATE TRIGGER acts_{event.lower()} BEFORE {event} ON acts BEGIN SELECT raise(ABORT, 'acts only grow'); END"
        for event in ("UPDATE", "DELETE")
    ),
    """CREATE TABLE contents (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, content BLOB NOT NULL) STRICT""",
    """CREATE TABLE act_files (
        act INTEGER NOT NULL REFERENCES acts (number) DEFERRABLE INITIALLY DEFERRED, place INTEGER NOT NULL,
        name TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES contents (sha256), folder TEXT NOT NULL,
        written INTEGER NOT NULL, PRIMARY KEY (act, place)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE stages (token TEXT PRIMARY KEY, folder TEXT NOT NULL) STRICT, WITHOUT ROWID",
)

_OFFICE_ACTS = (
    """CREATE TABLE withdrawals (
        adjudication INTEGER PRIMARY KEY REFERENCES adjudications (id), reason TEXT NOT NULL, person TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
    """CREATE TABLE sent_back (
        id INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL,
        number TEXT NOT NULL, at TEXT NOT NULL, until TEXT NOT NULL, person TEXT NOT NULL,
        items TEXT NOT NULL) STRICT""",
    "CREATE INDEX sent_back_place ON sent_back (unit, period)",
    """CREATE TABLE notices (
        id INTEGER PRIMARY KEY AUTOINCREMENT, period TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL,
        person TEXT NOT NULL, digests TEXT NOT NULL, facts TEXT NOT NULL, files TEXT NOT NULL,
        UNIQUE (period, number)) STRICT""",
    """CREATE TABLE settlements (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL,
        place TEXT NOT NULL, manner TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
)

_REVIEWS = (
    """CREATE TABLE reviews (
        id INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL,
        place TEXT NOT NULL, said TEXT NOT NULL, decision TEXT NOT NULL, person TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
    "CREATE INDEX reviews_place ON reviews (unit, period)",
    """CREATE TABLE queries (
        id INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL,
        place TEXT NOT NULL, address TEXT NOT NULL, said TEXT NOT NULL, channel TEXT NOT NULL, words TEXT NOT NULL,
        person TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX queries_place ON queries (unit, period)",
    """CREATE TABLE query_ends (
        query INTEGER PRIMARY KEY REFERENCES queries (id), answer TEXT NOT NULL, answered_by TEXT NOT NULL,
        person TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
)
# how far each history reaches and what its lines say that no act covers yet, as one hash (`chain.rolled`)
_TAILS = (
    "CREATE TABLE tails (history TEXT PRIMARY KEY, last INTEGER NOT NULL, hash TEXT NOT NULL) STRICT, WITHOUT ROWID",
    *(f"INSERT INTO tails VALUES ('{name}', 0, '{'0' * 64}')" for name in ("history", "register_history")),
)
_TRIGGERS = tuple(trigger for table, columns in RECORDED.items() for trigger in _recorded(table, columns))

_FIRST = (
    *_COMMON, *_UNIT, *_OFFICE, *_SLICES, *_EVIDENCE, *_CARRIED, *_ACTS, *_OFFICE_ACTS, *_REVIEWS, *_TRIGGERS,
)  # fmt: skip
STEPS: Steps = (("s001_first", _FIRST), ("s002_tails", _TAILS))
TAILED = 2  # the first version whose histories have tails
VERSION = len(STEPS)  # stands in the file as user_version
APPLICATION = 0x54616E42  # stands in the file as application_id since version 1: "TanB"
BEFORE_FIRST = 10  # user_version of the last schema of before version 1; stores with it go on


def tables_of(db: sqlite3.Connection) -> list[str]:
    """Return the names of the tables a store has, those of SQLite and of the migrations apart."""
    found = db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE '_sqlite%' ORDER BY name"
    )
    return [name for (name,) in found]
