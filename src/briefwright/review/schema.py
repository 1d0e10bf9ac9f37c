"""The tables of a file of ballots, as steps that it goes through once each.

Nothing that a reviewer said is ever changed or deleted: taking back is a row of its own, and
triggers see to it. A *sitting* is one start of the page; its *seats* say which version of which
brief took part. *Brief* and *text* hold what was judged, so that the file stands for itself.
"""

from __future__ import annotations

_KEPT = ("ballot", "undo", "remark", "edit", "brief", "text")

STEPS = (
    """
    CREATE TABLE setting (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE sitting (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        started TEXT NOT NULL,
        program TEXT NOT NULL,
        runs TEXT NOT NULL,
        articles INTEGER NOT NULL,
        duels INTEGER NOT NULL,
        alike INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE seat (
        sitting INTEGER NOT NULL REFERENCES sitting,
        article TEXT NOT NULL,
        run TEXT NOT NULL,
        version TEXT NOT NULL,
        PRIMARY KEY (sitting, article, run)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE brief (
        version TEXT PRIMARY KEY,
        article TEXT NOT NULL,
        run TEXT NOT NULL,
        content BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE text (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        article TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        content BLOB NOT NULL,
        UNIQUE (article, sha256)
    ) STRICT
    """,
    """
    CREATE TABLE ballot (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        sitting INTEGER NOT NULL REFERENCES sitting,
        reviewer TEXT NOT NULL,
        article TEXT NOT NULL,
        left_run TEXT NOT NULL,
        left_version TEXT NOT NULL,
        right_run TEXT NOT NULL,
        right_version TEXT NOT NULL,
        choice TEXT NOT NULL CHECK (choice IN ('left', 'right', 'tie', 'bad')),
        faults TEXT NOT NULL,
        better TEXT NOT NULL,
        comment TEXT NOT NULL,
        number INTEGER NOT NULL,
        made TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX ballot_reviewer ON ballot (reviewer, article)",
    """
    CREATE TABLE undo (
        ballot INTEGER PRIMARY KEY REFERENCES ballot,
        made TEXT NOT NULL
    ) STRICT
    """,
    # Of several remarks on one item the last holds; one without a reason takes the others back.
    """
    CREATE TABLE remark (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        reviewer TEXT NOT NULL,
        article TEXT NOT NULL,
        run TEXT NOT NULL,
        version TEXT NOT NULL,
        key TEXT NOT NULL,
        field TEXT NOT NULL,
        text TEXT NOT NULL,
        reason TEXT,
        comment TEXT NOT NULL,
        made TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX remark_reviewer ON remark (reviewer, article)",
    # Content NULL takes back the last edit of this reviewer on this version that still holds.
    """
    CREATE TABLE edit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        reviewer TEXT NOT NULL,
        article TEXT NOT NULL,
        run TEXT NOT NULL,
        version TEXT NOT NULL,
        content TEXT,
        made TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX edit_reviewer ON edit (reviewer, version)",
    *(
        f"""
        CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
        BEGIN SELECT RAISE(ABORT, 'what was said stays as it was said'); END
        """
        for table in _KEPT
        for event in ("update", "delete")
    ),
)
