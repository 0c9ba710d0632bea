-- +goose Up
-- Intervals that overlap a day began at most their own length before it. Most are short; the long ones are found by indexes of their own.
-- internal/store/due.go asks in these very words: an index of a part is used for what says the same.
CREATE INDEX dates_long ON dates (begins, finishes) WHERE begins IS NOT NULL AND finishes - begins > 691200000000 AND finishes - begins <= 34560000000000;
CREATE INDEX dates_longest ON dates (begins, finishes) WHERE begins IS NOT NULL AND finishes - begins > 34560000000000;
CREATE INDEX commitments_long ON commitments (begins, finishes) WHERE begins IS NOT NULL AND finishes - begins > 691200000000 AND finishes - begins <= 34560000000000;
CREATE INDEX commitments_longest ON commitments (begins, finishes) WHERE begins IS NOT NULL AND finishes - begins > 34560000000000;

-- Dates that lie ahead of their article's day; the minute of the article stands in the number.
CREATE INDEX dates_ahead ON dates (begins, finishes) WHERE begins IS NOT NULL AND finishes > (((id >> 36) / 1440 + 1) * 86400000000);

-- Failures are few among what went well.
CREATE INDEX outcomes_failed ON outcomes (id) WHERE kind NOT IN ('ok', 'unchanged');

-- Who speaks most.
CREATE INDEX subjects_statements ON subjects (statements DESC) WHERE statements > 0;
