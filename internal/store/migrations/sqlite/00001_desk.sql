-- +goose Up
-- Times are microseconds since 1970, UTC; NULL is unknown.

CREATE TABLE outlets (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    host     TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    articles INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE feeds (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    outlet_id     INTEGER NOT NULL REFERENCES outlets (id),
    url           TEXT NOT NULL UNIQUE,
    title         TEXT NOT NULL,
    kind          TEXT NOT NULL,
    every         INTEGER NOT NULL, -- between visits, in microseconds
    next_at       INTEGER,
    last_ok       INTEGER,
    last_new      INTEGER,
    failures      INTEGER NOT NULL DEFAULT 0,
    etag          TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    last_full     INTEGER, -- last visit that brought the whole feed
    last_at       INTEGER,
    last_kind     TEXT NOT NULL DEFAULT '',
    last_detail   TEXT NOT NULL DEFAULT '',
    added         INTEGER NOT NULL
);
CREATE INDEX feeds_due ON feeds (next_at);

-- What feeds listed: an address is listed once, by the feed that was first.
CREATE TABLE items (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    url       TEXT NOT NULL UNIQUE,
    feed_id   INTEGER NOT NULL REFERENCES feeds (id),
    guid      TEXT NOT NULL,
    title     TEXT NOT NULL,
    summary   TEXT NOT NULL,
    author    TEXT NOT NULL,
    published INTEGER,
    updated   INTEGER,
    seen      INTEGER NOT NULL,
    skipped   BOOLEAN NOT NULL DEFAULT FALSE -- listed, but not to be fetched: too old a part of a feed's first visit
);

-- Kept and never changed: the bytes, once each, and the visits that brought them.
CREATE TABLE bodies (
    hash TEXT PRIMARY KEY, -- SHA-256, hexadecimal
    size INTEGER NOT NULL,
    data BLOB NOT NULL     -- zstd
);

CREATE TABLE pages (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    url           TEXT NOT NULL,
    final_url     TEXT NOT NULL,
    status        INTEGER NOT NULL,
    content_type  TEXT NOT NULL,
    etag          TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    hash          TEXT NOT NULL REFERENCES bodies (hash),
    fetched       INTEGER NOT NULL,
    checked       INTEGER NOT NULL -- last time that the same bytes were found there again
);
CREATE INDEX pages_url ON pages (url, id);

-- Derived: made again from pages whenever the extractor or the engine changes.
CREATE TABLE revisions (
    article   TEXT NOT NULL,
    revision  INTEGER NOT NULL,
    page_id   INTEGER NOT NULL REFERENCES pages (id),
    hash      TEXT NOT NULL, -- of the text
    bytes     INTEGER NOT NULL,
    data      BLOB NOT NULL, -- the article, JSON in zstd
    extractor TEXT NOT NULL,
    record    BLOB,          -- JSON in zstd; NULL until it is read
    engine    TEXT NOT NULL DEFAULT '',
    read      INTEGER,
    PRIMARY KEY (article, revision)
);
CREATE INDEX revisions_page ON revisions (page_id);

-- key orders articles by date: minutes since 1970 in the high bits, a running number in the low 20.
CREATE TABLE articles (
    key            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    revision       INTEGER NOT NULL,
    outlet_id      INTEGER NOT NULL REFERENCES outlets (id),
    title          TEXT NOT NULL,
    lead           TEXT NOT NULL,
    url            TEXT NOT NULL,
    byline         TEXT NOT NULL,
    wire           TEXT NOT NULL,
    language       TEXT NOT NULL,
    published      INTEGER,
    published_day  BOOLEAN NOT NULL,
    published_from TEXT NOT NULL,
    seen           INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    statements     INTEGER NOT NULL,
    indexed        INTEGER NOT NULL -- bytes of the text that are in the index of words
);
CREATE INDEX articles_outlet ON articles (outlet_id, key);

-- id is the article's key in the high bits, the place in its record in the low 16.
CREATE TABLE statements (
    id         INTEGER PRIMARY KEY,
    outlet_id  INTEGER NOT NULL,
    speaker    TEXT NOT NULL,
    class      TEXT NOT NULL,
    role       TEXT NOT NULL,
    source     TEXT NOT NULL,
    cue        TEXT NOT NULL,
    quote      TEXT NOT NULL,
    content    TEXT NOT NULL, -- spans, "12-40 58-90"
    paragraph  INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    act        TEXT NOT NULL,
    negated    BOOLEAN NOT NULL,
    hedged     BOOLEAN NOT NULL,
    confidence REAL NOT NULL
);
CREATE INDEX statements_outlet ON statements (outlet_id, id);
CREATE INDEX statements_kind ON statements (kind, id);
CREATE INDEX statements_act ON statements (act, id);

CREATE TABLE speakers (
    key        TEXT PRIMARY KEY, -- the name, folded
    name       TEXT NOT NULL,
    statements INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE speaker_words (
    word    TEXT NOT NULL,
    speaker TEXT NOT NULL,
    PRIMARY KEY (word, speaker)
) WITHOUT ROWID;
CREATE TABLE spoken (
    speaker   TEXT NOT NULL,
    statement INTEGER NOT NULL,
    PRIMARY KEY (speaker, statement)
) WITHOUT ROWID;

CREATE INDEX spoken_statement ON spoken (statement);

-- Words are folded and stemmed before they come here, one space between them.
CREATE VIRTUAL TABLE article_words USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');
CREATE VIRTUAL TABLE statement_words USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');

CREATE TABLE outcomes (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    url       TEXT NOT NULL,
    feed_id   INTEGER NOT NULL,
    stage     TEXT NOT NULL,
    kind      TEXT NOT NULL,
    detail    TEXT NOT NULL,
    status    INTEGER NOT NULL,
    took      INTEGER NOT NULL, -- microseconds
    at        INTEGER NOT NULL,
    job       INTEGER NOT NULL, -- 0 where no job made the attempt
    attempted INTEGER NOT NULL  -- when the job's attempt began: with job, what makes an attempt one
);
CREATE UNIQUE INDEX outcomes_attempt ON outcomes (job, attempted) WHERE job > 0;
CREATE INDEX outcomes_feed ON outcomes (feed_id, id);
CREATE INDEX outcomes_kind ON outcomes (kind, id);
CREATE INDEX outcomes_url ON outcomes (url, id);

CREATE TABLE tallies (
    name TEXT PRIMARY KEY,
    n    INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO tallies (name, n) VALUES ('articles', 0), ('pages', 0), ('statements', 0);
