-- The key by which names stand in the order of a Thai dictionary, in databases that know no Thai collation too:
-- `cases.text.collation.order_key`. The steps are `cases.text.normalization.THAI_SPELLING`, repeated until
-- nothing changes; then letters before marks.
CREATE OR REPLACE FUNCTION thai_order_key(text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    spelt text := translate($1, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz');
    was text;
BEGIN
    WHILE was IS DISTINCT FROM spelt LOOP
        was := spelt;
        -- Thai
        spelt := regexp_replace(spelt, 'เเ+', 'แ', 'g');
        spelt := regexp_replace(spelt, '(?<![ฤฦ])ๅ', 'า', 'g');
        spelt := regexp_replace(spelt, '(?<=[ฤฦ])า', 'ๅ', 'g');
        spelt := regexp_replace(spelt, '([าำๅ])([่-๋ํ]+)', '\2\1', 'g');
        spelt := regexp_replace(spelt, '([่-์]+)([ัิ-฼็ํ]+)', '\2\1', 'g');
        spelt := regexp_replace(spelt, '([ัิ-฼็-๎])\1+', '\1', 'g');
        spelt := regexp_replace(spelt, 'ํ([่-๋]*)[าำ]', '\1ำ', 'g');
        spelt := regexp_replace(spelt, 'ิํ|ํิ', 'ึ', 'g');
        -- Lao, 128 code points on
        spelt := regexp_replace(spelt, 'ເເ+', 'ແ', 'g');
        spelt := regexp_replace(spelt, '(?<![຤຦])໅', 'າ', 'g');
        spelt := regexp_replace(spelt, '(?<=[຤຦])າ', '໅', 'g');
        spelt := regexp_replace(spelt, '([າຳ໅])([່-໋ໍ]+)', '\2\1', 'g');
        spelt := regexp_replace(spelt, '([່-໌]+)([ັິ-ຼ໇ໍ]+)', '\2\1', 'g');
        spelt := regexp_replace(spelt, '([ັິ-ຼ໇-໎])\1+', '\1', 'g');
        spelt := regexp_replace(spelt, 'ໍ([່-໋]*)[າຳ]', '\1ຳ', 'g');
        spelt := regexp_replace(spelt, 'ິໍ|ໍິ', 'ຶ', 'g');
    END LOOP;
    RETURN regexp_replace(regexp_replace(spelt, '[็-๎]', '', 'g'), '([เ-ไ])([ก-ฮ])', '\2\1', 'g')
        || chr(1) || regexp_replace(spelt, '[^็-๎]', ' ', 'g');
END $$;
