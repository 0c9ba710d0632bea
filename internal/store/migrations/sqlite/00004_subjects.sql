-- +goose Up
-- Subjects: what the entities of single articles are filed under. Articles are named by their keys, statements by their ids.
-- Rows of subjects are never removed, so that an article that is filed again finds those it was filed under, and a number
-- is never given twice.

CREATE TABLE subjects (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,               -- as printed
    kind       TEXT NOT NULL,               -- as most articles take it
    people     INTEGER NOT NULL DEFAULT 0,  -- articles that take it for a person ...
    bodies     INTEGER NOT NULL DEFAULT 0,
    places     INTEGER NOT NULL DEFAULT 0,
    whole      INTEGER NOT NULL DEFAULT 0,  -- the subject that it was merged into, in the end; else its own id
    merged     INTEGER NOT NULL DEFAULT 0,  -- the one that it was merged into itself; else 0
    called     TEXT NOT NULL DEFAULT '',    -- the name that a person gave it
    ruled      TEXT NOT NULL DEFAULT '',    -- the kind that a person gave it; 'none' for what is no subject
    articles   INTEGER NOT NULL DEFAULT 0,  -- that mention it, with what was merged into it
    statements INTEGER NOT NULL DEFAULT 0,  -- that it makes, likewise
    version    INTEGER NOT NULL DEFAULT 1   -- grows with every change that a person makes
);
CREATE INDEX subjects_articles ON subjects (articles DESC, id) WHERE articles > 0;
CREATE INDEX subjects_whole ON subjects (whole);
CREATE INDEX subjects_merged ON subjects (merged) WHERE merged > 0;

CREATE TABLE subject_names (
    subject  INTEGER NOT NULL,
    name     TEXT NOT NULL,
    rank     INTEGER NOT NULL, -- how good it is for showing
    articles INTEGER NOT NULL, -- that print it
    PRIMARY KEY (subject, name)
) WITHOUT ROWID;

-- What a name is found by when an article is filed. size is the subject's number of articles, by powers of two.
CREATE TABLE subject_keys (
    key     TEXT NOT NULL,
    subject INTEGER NOT NULL,
    name    TEXT NOT NULL,
    size    INTEGER NOT NULL,
    PRIMARY KEY (key, subject, name)
) WITHOUT ROWID;
CREATE INDEX subject_keys_size ON subject_keys (key, size DESC, subject);
CREATE INDEX subject_keys_subject ON subject_keys (subject);

-- What a person who looks for a subject types: the words of its names, folded.
CREATE TABLE subject_words (
    word    TEXT NOT NULL,
    subject INTEGER NOT NULL,
    PRIMARY KEY (word, subject)
) WITHOUT ROWID;

-- Which subjects an article mentions. entity is the place in the record; -1 and less are speakers that are no entity.
CREATE TABLE mentions (
    subject INTEGER NOT NULL,
    article INTEGER NOT NULL,
    entity  INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    names   TEXT NOT NULL,             -- every name, one a line
    times   INTEGER NOT NULL,          -- how often the article mentions it
    role    TEXT NOT NULL,             -- the first that is printed
    he      INTEGER NOT NULL,
    she     INTEGER NOT NULL,
    doubt   REAL NOT NULL,
    rival   INTEGER NOT NULL,          -- the subject that it might be instead; 0 for none
    why     TEXT NOT NULL,
    PRIMARY KEY (subject, article, entity)
) WITHOUT ROWID;
CREATE INDEX mentions_article ON mentions (article);
CREATE INDEX mentions_role ON mentions (subject, article) WHERE role <> '';
CREATE INDEX mentions_rival ON mentions (article) WHERE rival > 0;

-- Roles as printed, folded for grouping.
CREATE TABLE subject_roles (
    subject INTEGER NOT NULL,
    role    TEXT NOT NULL,
    article INTEGER NOT NULL,
    starts  INTEGER NOT NULL,
    ends    INTEGER NOT NULL,
    former  BOOLEAN NOT NULL,
    PRIMARY KEY (subject, role, article, starts)
) WITHOUT ROWID;
CREATE INDEX subject_roles_article ON subject_roles (article);

-- Who says a statement (how 1), and of whom it speaks (2).
CREATE TABLE voices (
    subject   INTEGER NOT NULL,
    how       INTEGER NOT NULL,
    statement INTEGER NOT NULL,
    outlet_id INTEGER NOT NULL,
    PRIMARY KEY (subject, how, statement)
) WITHOUT ROWID;
CREATE INDEX voices_statement ON voices (statement);

-- How many articles a day has on file: what shares are reckoned of.
CREATE TABLE article_days (
    day      INTEGER PRIMARY KEY, -- since 1970
    articles INTEGER NOT NULL
);
INSERT INTO article_days (day, articles) SELECT at / 86400000000, count(*) FROM articles GROUP BY 1;

-- Speakers by name alone: subjects know them now.
DROP TABLE spoken;
DROP TABLE speaker_words;
DROP TABLE speakers;

-- What people corrected. The layer is these rows: what stands in other tables of it is made of them again.
CREATE TABLE corrections (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    what    TEXT NOT NULL,
    subject INTEGER NOT NULL DEFAULT 0,
    other   INTEGER NOT NULL DEFAULT 0,
    article TEXT NOT NULL DEFAULT '',
    words   TEXT NOT NULL DEFAULT '', -- name, or content of the statement, that it is about
    place   INTEGER NOT NULL DEFAULT 0, -- where the content begins
    before  TEXT NOT NULL DEFAULT '',
    after   TEXT NOT NULL DEFAULT '',
    undone  INTEGER
);
CREATE INDEX corrections_subject ON corrections (subject, id);
CREATE INDEX corrections_other ON corrections (other, id);
CREATE INDEX corrections_article ON corrections (article) WHERE article <> '';

-- What people said of a statement: 'speaker', 'accept' or nothing; what is no statement is not filed.
ALTER TABLE statements ADD COLUMN ruled TEXT NOT NULL DEFAULT '';
CREATE INDEX statements_doubtful ON statements (confidence, id) WHERE ruled = '' AND confidence < 0.7;
