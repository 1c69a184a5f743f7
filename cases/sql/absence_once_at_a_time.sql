-- Nobody is away twice on one day. Both columns are ranges: an exclusion of plain numbers would need the
-- extension btree_gist.
ALTER TABLE cases_absence DROP CONSTRAINT IF EXISTS absence_once_at_a_time;
ALTER TABLE cases_absence ADD CONSTRAINT absence_once_at_a_time EXCLUDE USING gist (
    int8range(user_id, user_id, '[]') WITH &&, daterange(since, until, '[]') WITH &&
);
