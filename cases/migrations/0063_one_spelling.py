"""One spelling in the order of names as in every comparison: steps that are repeated until nothing changes,
signs behind a silencer, ๅ, and Lao. No column and no index holds a key: nothing is computed anew."""

import importlib

from django.db import migrations

# As cases.text.THAI_SPELLING was when this was written, for Thai and, 128 code points on, for Lao.
STEPS = (
    ("เเ+", "แ"),
    ("(?<![ฤฦ])ๅ", "า"),
    ("(?<=[ฤฦ])า", "ๅ"),
    ("([าำๅ])([่-๋ํ]+)", "\\2\\1"),
    ("([่-์]+)([ัิ-\u0e3c็ํ]+)", "\\2\\1"),
    ("([ัิ-\u0e3c็-๎])\\1+", "\\1"),
    ("ํ([่-๋]*)[าำ]", "\\1ำ"),
    ("ิํ|ํิ", "ึ"),
)
TO_LAO = {thai: thai + 0x80 for thai in range(0x0E00, 0x0E80)}
SPELT = "spelt"
for table in ({}, TO_LAO):
    for pattern, replacement in STEPS:
        SPELT = (
            f"regexp_replace({SPELT}, '{pattern.translate(table)}', '{replacement.translate(table)}', 'g')"
        )
LETTERS = "regexp_replace(regexp_replace(spelt, '[็-๎]', '', 'g'), '([เ-ไ])([ก-ฮ])', '\\2\\1', 'g')"
MARKS = "regexp_replace(spelt, '[^็-๎]', ' ', 'g')"
REPLACE = f"""
CREATE OR REPLACE FUNCTION thai_order_key(text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    spelt text := translate($1, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz');
    was text;
BEGIN
    WHILE was IS DISTINCT FROM spelt LOOP
        was := spelt;
        spelt := {SPELT};
    END LOOP;
    RETURN {LETTERS} || chr(1) || {MARKS};
END $$
"""
BEFORE = importlib.import_module("cases.migrations.0048_thai_order").CREATE
BEFORE = BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("cases", "0062_idempotency")]

    operations = [migrations.RunSQL(REPLACE, BEFORE)]
