-- +goose Up
-- Times are microseconds since 1970, UTC; NULL is not yet. Nothing here is derived: a dossier is a query with a name, and
-- the rest is what people did.

CREATE TABLE dossiers (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    name    TEXT NOT NULL,
    query   TEXT NOT NULL,
    aliases TEXT NOT NULL,    -- other names of the matter, one a line
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    version INTEGER NOT NULL, -- counts the changes, so that two people do not overwrite each other
    closed  INTEGER           -- no longer followed
);

-- What people decided about a dossier and its brief, in order. Rows are added; what is taken back stays, with its time.
CREATE TABLE dossier_edits (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    dossier INTEGER NOT NULL, -- 0: the brief's part that is on no dossier
    kind    TEXT NOT NULL,
    about   TEXT NOT NULL,    -- what it is about: an article, a commitment, a line of the brief
    words   TEXT NOT NULL,
    at      INTEGER NOT NULL,
    undone  INTEGER
);
CREATE INDEX dossier_edits_dossier ON dossier_edits (dossier, id);

-- When somebody last looked at the brief.
CREATE TABLE brief_looks (
    visitor TEXT NOT NULL PRIMARY KEY,
    since   INTEGER NOT NULL, -- the look before the present one ended then
    last    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE brief_sent (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    to_whom TEXT NOT NULL,
    since   INTEGER NOT NULL, -- the brief's period
    until   INTEGER NOT NULL,
    title   TEXT NOT NULL,
    body    BLOB NOT NULL     -- as it was sent: Markdown in zstd
);
