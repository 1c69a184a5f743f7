"""What somebody does with a telephone in the field, and what the telephone keeps."""

from contextlib import suppress

from playwright.sync_api import Page, TimeoutError, expect

from cases.models import Case, CaseEvent
from tests.pictures import picture
from tests.servers import wait_for

Kind = CaseEvent.Kind
FIELD = "/en/staff/field/"
# A photo that is sent is judged by a process of its own.
PATIENCE = 60_000
PLACE = "หน้าโรงเรียนบ้านเลื่อม"
DONE = "เปลี่ยนหลอดไฟแล้ว"
# All that the browser keeps for the site, as one text: what is sealed reads as bytes.
KEPT = """async () => {
  const told = [];
  const flat = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
    if (value instanceof CryptoKey) return `key that can be read: ${value.extractable}`;
    if (!value || typeof value !== "object") return String(value);
    return Object.entries(value).map(([name, one]) => name + flat(one)).join(" ");
  };
  for (const { name } of await indexedDB.databases()) {
    const db = await idb.openDB(name);
    for (const store of db.objectStoreNames) {
      told.push(...(await db.getAllKeys(store)), ...(await db.getAll(store)).map(flat));
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const held = await cache.match(request);
      told.push(request.url, await held.text());
    }
  }
  return told.join("\\n") + JSON.stringify(localStorage) + JSON.stringify(sessionStorage);
}"""


def day(page: Page) -> None:
    """The day, once it is kept on the telephone."""
    page.goto(FIELD)
    page.wait_for_selector("[data-day-kept]")
    page.evaluate("navigator.serviceWorker.ready")


def card(page: Page, case: Case) -> None:
    page.locator(f'[data-card$="/{case.number}/"] a.button:not(.button-quiet)').click()
    page.wait_for_selector("[data-photo-tools]:visible")


def fill(page: Page, *, photo: bool = True) -> None:
    page.get_by_label("Fixed").check()
    page.get_by_label("What was done").fill(DONE)
    if not photo:
        return
    after = picture(640, 480, name="after.jpg").read()
    page.set_input_files("[name=photos]", {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": after})
    page.wait_for_selector("[data-previews] img")


def finish(page: Page) -> None:
    page.get_by_role("button", name="Finish and tell the citizen").click()
    page.wait_for_url(f"**{FIELD}")


def unsent(page: Page, number: int) -> None:
    panel = page.locator("[data-field-queue]")
    if number:
        expect(panel).to_contain_text(f"{number} not sent yet", timeout=PATIENCE)
    else:
        expect(panel).to_be_hidden(timeout=PATIENCE)


def send_now(page: Page) -> None:
    """Press the button, unless the page has found the line by itself."""
    with suppress(TimeoutError):
        page.get_by_role("button", name="Send now").click(timeout=3_000)


def arrived(*cases: Case) -> None:
    """Each case has its result, once."""
    expected = [1] * len(cases)
    wait_for(lambda: results(*cases) == expected, seconds=PATIENCE / 1000, what="the results")


def results(*cases: Case) -> list[int]:
    return [case.events.filter(kind=Kind.RESOLVED).count() for case in cases]
