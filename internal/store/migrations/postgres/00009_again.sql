-- +goose Up
-- What the indexes of words hold of an article: 0 for words alone, 1 for acronyms, too.
ALTER TABLE articles ADD COLUMN words_version INTEGER NOT NULL DEFAULT 0;
CREATE INDEX articles_words_old ON articles (key) WHERE words_version < 1;

-- Articles that are to be looked at again, and when. Times are microseconds since 1970, UTC.
CREATE TABLE looks (
    url     TEXT NOT NULL PRIMARY KEY,
    host    TEXT NOT NULL,
    feed_id BIGINT NOT NULL, -- that listed it; 0 for none
    base    BIGINT NOT NULL, -- what the times of looking are reckoned from: when it was published, else when it came
    due     BIGINT NOT NULL
);
CREATE INDEX looks_due ON looks (due);
ALTER TABLE feeds ADD COLUMN looks BOOLEAN NOT NULL DEFAULT TRUE; -- whether its articles are looked at again
