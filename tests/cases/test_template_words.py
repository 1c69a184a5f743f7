"""The filters of templates: an address in the reader's language, a telephone number that can be read."""

from django.test import SimpleTestCase, TestCase
from django.utils.translation import override

from cases.templatetags.thai import grouped_phone, home_area
from tests.factories import CaseFactory


class HomeArea(TestCase):
    """The names are copied in Thai when a case is filed."""

    def test_thai_readers_get_the_copied_names(self):
        case = CaseFactory()
        with override("th"):
            assert home_area(case).startswith(f"{case.subdistrict_name} {case.district_name}")

    def test_english_readers_get_the_english_names(self):
        case = CaseFactory()
        with override("en"):
            assert home_area(case).startswith(case.subdistrict.name_en)

    def test_an_area_that_was_renamed_since_keeps_its_old_name(self):
        case = CaseFactory()
        case.subdistrict_name = "ตำบลเดิม"
        with override("en"):
            assert home_area(case).startswith("ตำบลเดิม ")


class GroupedPhone(SimpleTestCase):
    """What the administrator typed is shown in groups."""

    def test_a_number_is_grouped(self):
        assert grouped_phone("021234567") == "02 123 4567"

    def test_a_hotline_stays(self):
        assert grouped_phone("1132") == "1132"

    def test_words_stay(self):
        assert grouped_phone("ประชาสัมพันธ์") == "ประชาสัมพันธ์"
