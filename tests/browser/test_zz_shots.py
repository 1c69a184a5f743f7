import pytest, io
from django.core.management import call_command
from tests.browser.test_byte_budget import *
from tests.browser.filling import *
from tests.factories import *
from cases.models import *
pytestmark = pytest.mark.django_db(transaction=True)
from PIL import Image
def pic():
    b=io.BytesIO(); Image.new("RGB",(640,480),"teal").save(b,"JPEG"); return {"name":"a.jpg","mimeType":"image/jpeg","buffer":b.getvalue()}
@pytest.mark.parametrize("size",[(360,740),(1280,900)])
def test_shots(browser, city, size):
    call_command("load_municipality", verbosity=0)
    k = RequestType.objects.get(code="street_light")
    for d in Department.objects.all(): HeadFactory(department=d)
    FiledFactory(request_type=k)
    Case.objects.update(latitude="17.415", longitude="102.7867", place="หน้าวัดโพธิสมภรณ์", hide_identity=False)
    c = browser.new_context(base_url=city, viewport={"width": size[0], "height": size[1]}, locale="th-TH")
    page = c.new_page(); sc = Scales(page); n = size[0]
    def shot(name): page.screenshot(path=f"/tmp/shots/{n}-{name}.png", full_page=True)
    page.goto("/requests/street_light/")
    shot("1what"); page.click(CONTINUE); page.wait_for_selector(".error-summary"); shot("1what-err")
    fill_what(page)
    for r in page.query_selector_all("fieldset input[type=radio]")[:1]: r.check()
    for r in page.query_selector_all("fieldset input[type=checkbox]")[:1]: r.check()
    page.click(CONTINUE)
    if page.url.endswith("what/"): shot("1what-again"); 
    print(page.url, [e.inner_text() for e in page.query_selector_all(".error-summary li")])
    page.wait_for_url("**/where/"); shot("2where")
    page.fill("[name=place]", "ใต้สะพาน"); page.fill("[name=latitude]", "17.415"); page.fill("[name=longitude]", "102.7867")
    page.set_input_files("[name=photos]", [pic(), pic()]); page.wait_for_selector("[data-previews] img"); shot("2where-filled")
    page.click(CONTINUE); page.wait_for_url("**/similar/"); shot("3similar")
    page.click("main form button"); page.wait_for_url("**/you/"); shot("4you")
    page.click(CONTINUE); page.wait_for_selector(".error-summary"); shot("4you-err")
    fill_person(page); page.select_option("[name=subdistrict]", index=1); page.wait_for_timeout(500); shot("4you-filled")
    page.click(CONTINUE); page.wait_for_url("**/check/"); shot("5check")
    page.goto("/requests/street_light/where/"); shot("2where-again")
    for nm in ("what","where","you","check"):
        f = sc.weigh(f"/requests/street_light/{nm}/")
        print(nm, sum(f.values()), len(f), {u.rsplit('/',1)[-1][:20] or 'html':b for u,b in f.items()})
    page.goto("/requests/street_light/check/"); page.click(CONTINUE); page.wait_for_url("**/done/"); shot("6done")
