-- +goose Up
-- Times are microseconds since 1970, UTC. Everything here but corrections is derived from the articles on file.

-- newest is the key of the newest article and rank puts the story with most outlets first; both are NULL of a story that
-- no article tells any more. merged is the story that took this one's articles, 0 for none: addresses go on there.
CREATE TABLE stories (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    lead        INTEGER NOT NULL DEFAULT 0, -- of told: the article whose headline stands for the story
    newest      INTEGER,
    rank        INTEGER,
    first       INTEGER NOT NULL DEFAULT 0,
    last        INTEGER NOT NULL DEFAULT 0,
    articles    INTEGER NOT NULL DEFAULT 0,
    outlets     INTEGER NOT NULL DEFAULT 0,
    independent INTEGER NOT NULL DEFAULT 0,
    copies      INTEGER NOT NULL DEFAULT 0,
    merged      INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX stories_newest ON stories (newest) WHERE newest IS NOT NULL;
CREATE INDEX stories_rank ON stories (rank) WHERE rank IS NOT NULL;

-- Which article tells which story. key, at and outlet_id are those of the article.
CREATE TABLE told (
    n         INTEGER PRIMARY KEY AUTOINCREMENT,
    article   TEXT NOT NULL UNIQUE,
    story     INTEGER NOT NULL,
    original  INTEGER NOT NULL DEFAULT 0, -- the article it is a copy of, 0 for none
    key       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    outlet_id INTEGER NOT NULL,
    origin    TEXT NOT NULL,  -- the agency credited, else the outlet: whose report it is
    sketch    BLOB,           -- what it is compared by; NULL when its time for that is over
    clues     BLOB,           -- those it can be found by, 8 bytes each
    version   TEXT NOT NULL,  -- of the grouping
    grouped   INTEGER NOT NULL
);
CREATE INDEX told_story ON told (story, at);
CREATE INDEX told_original ON told (original) WHERE original <> 0;
CREATE INDEX told_grouped ON told (grouped) WHERE clues IS NOT NULL;

-- The inverted index that finds, in a window of time, what an article is to be compared with.
CREATE TABLE clues (
    clue INTEGER NOT NULL,
    at   INTEGER NOT NULL,
    n    INTEGER NOT NULL,
    PRIMARY KEY (clue, at, n)
) WITHOUT ROWID;

-- What people decided: two articles tell the same story, or they do not. Kept through every grouping until undone.
CREATE TABLE story_corrections (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    kind   TEXT NOT NULL, -- same, apart
    a      TEXT NOT NULL,
    b      TEXT NOT NULL,
    source INTEGER NOT NULL, -- the story that lost articles by it
    target INTEGER NOT NULL, -- the story they went to
    at     INTEGER NOT NULL,
    undone INTEGER
);
CREATE INDEX story_corrections_a ON story_corrections (a) WHERE undone IS NULL;
CREATE INDEX story_corrections_b ON story_corrections (b) WHERE undone IS NULL;
CREATE INDEX story_corrections_source ON story_corrections (source);
CREATE INDEX story_corrections_target ON story_corrections (target);
CREATE TABLE story_moves (
    correction INTEGER NOT NULL,
    article    TEXT NOT NULL,
    original   INTEGER NOT NULL,
    PRIMARY KEY (correction, article)
) WITHOUT ROWID;
