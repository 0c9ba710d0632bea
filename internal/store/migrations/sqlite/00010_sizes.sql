-- +goose Up
-- Figures by how large they are, newest first: a comparison leads to some of these sizes, each of which gives its newest soon, where a range of
-- sums would have to be read whole. internal/store/sizes.go asks in these very words.
CREATE INDEX figures_size ON figures ((CASE WHEN low < 0 THEN 0 WHEN low < 1 THEN 1 WHEN low < 10 THEN 2 WHEN low < 100 THEN 3 WHEN low < 1000 THEN 4 WHEN low < 10000 THEN 5 WHEN low < 100000 THEN 6 WHEN low < 1000000 THEN 7 WHEN low < 10000000 THEN 8 WHEN low < 100000000 THEN 9 WHEN low < 1000000000 THEN 10 WHEN low < 10000000000 THEN 11 WHEN low < 100000000000 THEN 12 WHEN low < 1000000000000 THEN 13 WHEN low >= 1000000000000 THEN 14 END), id);

-- A subject's last role, without a look at the mentions that print none: of a country there are hundreds of thousands.
DROP INDEX mentions_role;
CREATE INDEX mentions_role ON mentions (subject, article, role) WHERE role <> '';
