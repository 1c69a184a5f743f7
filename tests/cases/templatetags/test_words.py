"""The filters of templates: an address in the reader's language, a telephone number that can be read."""

from django.test import SimpleTestCase, TestCase
from django.utils.translation import override

from cases.intake.postal_address import Address, of_case
from cases.templatetags.thai import grouped_phone
from tests.factories import CaseFactory


class AddressOfACase(TestCase):
    """The names are copied in Thai when a case is filed."""

    def test_thai_readers_get_the_copied_names_with_what_they_are(self):
        case = CaseFactory()
        names = (case.subdistrict_name, case.district_name, case.province_name)
        with override("th"):
            assert of_case(case).lines[1].startswith("ต.{} อ.{} จ.{}".format(*names))

    def test_english_readers_get_the_english_names_with_commas(self):
        case = CaseFactory()
        with override("en"):
            assert (
                of_case(case)
                .lines[1]
                .startswith(f"{case.subdistrict.name_en}, {case.subdistrict.district.name_en}, ")
            )

    def test_an_area_that_was_renamed_since_keeps_its_old_name(self):
        case = CaseFactory()
        case.subdistrict_name = "ตำบลเดิม"
        with override("en"):
            assert of_case(case).lines[1].startswith("ตำบลเดิม, ")

    def test_a_case_without_an_address_in_thailand_says_so(self):
        case = CaseFactory()
        case.subdistrict, case.house_no = None, "Room 8"
        with override("en"):
            assert of_case(case).lines == ["Room 8", "No address in Thailand"]


class AddressInWords(SimpleTestCase):
    """As it is written on an envelope."""

    house = Address("99/1", "3", "5", "โพศรี", "ชุมชนโนน", ("หมากแข้ง", "เมืองอุดรธานี", "อุดรธานี"), "41000")

    def test_a_thai_address_names_its_parts(self):
        with override("th"):
            assert self.house.lines == [
                "99/1 หมู่ 3 ซอย 5 ถนนโพศรี ชุมชนโนน",
                "ต.หมากแข้ง อ.เมืองอุดรธานี จ.อุดรธานี 41000",
            ]

    def test_bangkok_has_khwaeng_and_khet(self):
        area = ("พระบรมมหาราชวัง", "เขตพระนคร", "กรุงเทพมหานคร")
        with override("th"):
            lines = Address("1", area=area, postal_code="10200", in_bangkok=True).lines
        assert lines[1] == "แขวงพระบรมมหาราชวัง เขตพระนคร กรุงเทพมหานคร 10200"

    def test_an_english_address_has_commas(self):
        area = ("Mak Khaeng", "Mueang Udon Thani", "Udon Thani")
        with override("en"):
            lines = Address("99/1", "3", "5", "Pho Si", "", area, "41000").lines
        assert lines == ["99/1 Moo 3, Soi 5, Pho Si Road", "Mak Khaeng, Mueang Udon Thani, Udon Thani 41000"]

    def test_the_word_for_a_lane_or_road_is_not_said_twice(self):
        with override("th"):
            assert Address("1", "ม.4", "ซ.5", "ถ.โพศรี").lines[0] == "1 ม.4 ซ.5 ถ.โพศรี"


class GroupedPhone(SimpleTestCase):
    """What the administrator typed is shown in groups."""

    def test_a_number_is_grouped(self):
        assert grouped_phone("021234567") == "02 123 4567"

    def test_a_hotline_stays(self):
        assert grouped_phone("1132") == "1132"

    def test_words_stay(self):
        assert grouped_phone("ประชาสัมพันธ์") == "ประชาสัมพันธ์"
