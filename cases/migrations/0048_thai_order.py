"""Names in the order of a Thai dictionary, in databases that know no Thai collation as well: the key of
`cases.thai_order.order_key` as a function of the database."""

from django.db import migrations

# As cases.text.ONE_SPELLING and cases.thai_order were when this was written.
STEPS = (
    ("เเ", "แ"),
    ("([าำ])([่-๋ํ]+)", "\\2\\1"),
    ("([่-๋]+)([ัิ-ฺํ]+)", "\\2\\1"),
    ("([ัิ-ฺ็-๎])\\1+", "\\1"),
    ("ํ([่-๋]*)[าำ]", "\\1ำ"),
    ("ิํ|ํิ", "ึ"),
)
SPELT = "translate($1, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
for pattern, replacement in STEPS:
    SPELT = f"regexp_replace({SPELT}, '{pattern}', '{replacement}', 'g')"
LETTERS = "regexp_replace(regexp_replace(spelt, '[็-๎]', '', 'g'), '([เ-ไ])([ก-ฮ])', '\\2\\1', 'g')"
MARKS = "regexp_replace(spelt, '[^็-๎]', ' ', 'g')"
CREATE = (
    "CREATE FUNCTION thai_order_key(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE "  # noqa: S608
    f"RETURN (SELECT {LETTERS} || chr(1) || {MARKS} FROM (SELECT {SPELT} AS spelt) AS one)"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0047_to_assign")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION thai_order_key(text)")]
