-- +goose Up
-- What lists and queries ask of figures, dates and commitments. Their ids are made as those of statements are: the
-- article's key in the high bits, the place in its record in the low 16. Spans are bytes of the article's text; times are
-- microseconds since 1970, UTC; NULL is none.

-- Where a statement's content begins and ends, so that the findings inside it are known.
ALTER TABLE statements ADD COLUMN starts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE statements ADD COLUMN ends INTEGER NOT NULL DEFAULT 0;

CREATE TABLE figures (
    id            INTEGER PRIMARY KEY,
    outlet_id     INTEGER NOT NULL,
    starts        INTEGER NOT NULL,
    ends          INTEGER NOT NULL,
    sentence      INTEGER NOT NULL, -- in sentence_words
    sentence_span TEXT NOT NULL,
    words         TEXT NOT NULL,
    value         TEXT NOT NULL, -- decimal text
    high_value    TEXT NOT NULL,
    low           REAL,          -- value and high_value as numbers that sort; the same where it is no range
    high          REAL,
    unit          TEXT NOT NULL,
    sense         TEXT NOT NULL,
    change        TEXT NOT NULL,
    of_span       TEXT NOT NULL,
    of_words      TEXT NOT NULL,
    part_of       TEXT NOT NULL,
    same          INTEGER NOT NULL, -- place in the record, -1 for none
    as_of         INTEGER NOT NULL, -- likewise, of a date
    as_of_begins  INTEGER,
    as_of_ends    INTEGER,
    statement     INTEGER           -- the innermost that it stands in
);
CREATE INDEX figures_low ON figures (low, unit);
CREATE INDEX figures_unit ON figures (unit, id);

CREATE TABLE dates (
    id            INTEGER PRIMARY KEY,
    outlet_id     INTEGER NOT NULL,
    starts        INTEGER NOT NULL,
    ends          INTEGER NOT NULL,
    sentence      INTEGER NOT NULL,
    sentence_span TEXT NOT NULL,
    words         TEXT NOT NULL,
    value         TEXT NOT NULL, -- TIMEX3
    mod           TEXT NOT NULL,
    iso           TEXT NOT NULL,
    begins        INTEGER,
    finishes      INTEGER,
    grain         TEXT NOT NULL,
    kind          TEXT NOT NULL,
    anchor        TEXT NOT NULL,
    event_span    TEXT NOT NULL,
    event_words   TEXT NOT NULL,
    statement     INTEGER
);
CREATE INDEX dates_begins ON dates (begins, finishes) WHERE begins IS NOT NULL;

CREATE TABLE commitments (
    id             INTEGER PRIMARY KEY,
    outlet_id      INTEGER NOT NULL,
    starts         INTEGER NOT NULL,
    ends           INTEGER NOT NULL,
    sentence       INTEGER NOT NULL,
    sentence_span  TEXT NOT NULL,
    words          TEXT NOT NULL,
    kind           TEXT NOT NULL,
    who_span       TEXT NOT NULL,
    who            TEXT NOT NULL, -- as printed
    names          TEXT NOT NULL, -- of the entities that are bound, joined by "; "
    names_key      TEXT NOT NULL, -- who and names as names are compared, a space before and after each word
    what_span      TEXT NOT NULL,
    what           TEXT NOT NULL,
    condition_span TEXT NOT NULL,
    condition      TEXT NOT NULL,
    due            INTEGER NOT NULL, -- place in the record of a date, -1 for none
    due_words      TEXT NOT NULL,
    due_grain      TEXT NOT NULL,
    begins         INTEGER,          -- when it is due
    finishes       INTEGER,
    figures        TEXT NOT NULL,    -- places in the record, "3 4"
    statement      INTEGER           -- whose content binds
);
CREATE INDEX commitments_begins ON commitments (begins, finishes) WHERE begins IS NOT NULL;
CREATE INDEX commitments_kind ON commitments (kind, id);

-- The words of the sentences that hold a figure, a date or a commitment.
CREATE VIRTUAL TABLE sentence_words USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');

CREATE TABLE saved_queries (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    key     TEXT NOT NULL UNIQUE, -- the name, folded; with the id where it is deleted, so that the name is free
    name    TEXT NOT NULL,
    query   TEXT NOT NULL,
    made    INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    deleted INTEGER
);
