"""The tables, as steps that a store goes through once each; a step that was shipped never changes.

A *run* reads *inputs*. Each is an *article* or a *failure* to read one. Each article has one *item*
of work, pending until it is done, rejected or quarantined; what is done has one *brief*, and a
*note* for each format and folder.

Two keys keep what is there from being made again, and from being kept when it is stale: a brief's
is (article, recipe), the recipe a hash of models, prompts, settings and contract version; a
note's `key` is a hash of the brief and of the template.
"""

from __future__ import annotations

STEPS = (
    """
    CREATE TABLE feed (
        url TEXT PRIMARY KEY,
        etag TEXT,
        last_modified TEXT,
        status TEXT NOT NULL,
        reason TEXT,
        entries INTEGER NOT NULL,
        articles INTEGER NOT NULL,
        checked TEXT NOT NULL,
        changed TEXT
    ) STRICT
    """,
    """
    CREATE TABLE run (
        token TEXT PRIMARY KEY,
        day TEXT NOT NULL,
        zone TEXT NOT NULL,
        undated TEXT NOT NULL,
        started TEXT NOT NULL,
        ended TEXT,
        host TEXT NOT NULL,
        process INTEGER NOT NULL,
        process_started TEXT NOT NULL,
        settings TEXT NOT NULL,
        summary TEXT
    ) STRICT
    """,
    """
    CREATE TABLE article (
        key TEXT PRIMARY KEY,
        id TEXT NOT NULL,
        source TEXT NOT NULL,
        title TEXT,
        url TEXT,
        publisher TEXT,
        published TEXT,
        retrieved TEXT,
        language TEXT,
        words INTEGER NOT NULL,
        day TEXT,
        day_from TEXT NOT NULL,
        first_day TEXT NOT NULL,
        first_seen TEXT NOT NULL,
        content BLOB NOT NULL
    ) STRICT
    """,
    "CREATE INDEX article_day ON article (day)",
    "CREATE INDEX article_first_day ON article (first_day)",
    "CREATE INDEX article_source ON article (source)",
    """
    CREATE TABLE item (
        article TEXT PRIMARY KEY REFERENCES article ON DELETE CASCADE,
        recipe TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'rejected', 'quarantined')),
        code TEXT,
        reason TEXT,
        attempts INTEGER NOT NULL,
        owner TEXT,
        leased_until TEXT,
        changed TEXT NOT NULL,
        day TEXT
    ) STRICT
    """,
    # The next to be leased, of the latest day, is found without looking at what is done.
    "CREATE INDEX item_pending ON item (recipe, day DESC) WHERE state = 'pending'",
    "CREATE INDEX item_owner ON item (owner) WHERE owner IS NOT NULL",
    """
    CREATE TABLE brief (
        article TEXT PRIMARY KEY REFERENCES article ON DELETE CASCADE,
        recipe TEXT NOT NULL,
        made TEXT NOT NULL,
        seconds REAL NOT NULL,
        content BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE note (
        path TEXT PRIMARY KEY,
        article TEXT NOT NULL REFERENCES article ON DELETE CASCADE,
        folder TEXT NOT NULL,
        format TEXT NOT NULL,
        key TEXT NOT NULL,
        sha256 TEXT,
        written TEXT,
        UNIQUE (article, folder, format)
    ) STRICT
    """,
    """
    CREATE TABLE failure (
        source TEXT NOT NULL,
        day TEXT NOT NULL,
        code TEXT NOT NULL,
        reason TEXT NOT NULL,
        changed TEXT NOT NULL,
        PRIMARY KEY (source, day)
    ) STRICT
    """,
    """
    CREATE TABLE input (
        run TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
        number INTEGER NOT NULL,
        source TEXT NOT NULL,
        article TEXT,
        PRIMARY KEY (run, number)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX input_article ON input (article)",
    # A sign of life, for whoever cannot look at the run's process.
    "ALTER TABLE run ADD COLUMN renewed TEXT",
    # Hashes of what was to be written since `written`, by which a file is known again whose
    # commit was lost.
    "ALTER TABLE note ADD COLUMN intended TEXT NOT NULL DEFAULT ''",
    # By which the run leases; what waits under another one's is for the run of that.
    "ALTER TABLE run ADD COLUMN recipe TEXT NOT NULL DEFAULT ''",
    # The day of the run that was the first to brief the article: whose digest tells of it, where
    # an earlier one left it.
    "ALTER TABLE item ADD COLUMN briefed_day TEXT",
    "CREATE INDEX item_briefed_day ON item (briefed_day)",
)
