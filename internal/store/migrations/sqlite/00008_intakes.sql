-- +goose Up
-- What was handed in, and what it turned out to be: a feed, an article, nothing with the reason. Times are microseconds since 1970, UTC.
CREATE TABLE intakes (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    what    TEXT NOT NULL,    -- as it was handed in: an address, the name of a file
    kind    TEXT NOT NULL,
    detail  TEXT NOT NULL,
    robots  TEXT NOT NULL,    -- what robots.txt says, in words
    rights  TEXT NOT NULL,    -- what the publisher says about the use of it, one statement a line
    feed_id INTEGER REFERENCES feeds (id)
);
CREATE INDEX intakes_feed ON intakes (feed_id, id);

-- When an article was published, as a web archive notes it beside the page.
CREATE TABLE archive_dates (
    url       TEXT NOT NULL PRIMARY KEY,
    published INTEGER NOT NULL
);
