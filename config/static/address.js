// Province, district, subdistrict, postal code: each select narrows the next, without loading the page again.
"use strict";

(() => {
  const form = document.querySelector("form[data-addresses]");
  const select = (name) => form && form.elements[name];
  if (!form || !select("province")) return;

  const fill = (name, rows) => {
    const list = select(name);
    const first = list.options[0];
    list.replaceChildren(first, ...rows.map(([value, text]) => new Option(text, value)));
    list.value = rows.length === 1 ? rows[0][0] : "";
    // The only choice is made; the next select has to know.
    if (list.value) list.dispatchEvent(new Event("change"));
  };
  const areas = async (query) => {
    const answer = await fetch(`${form.dataset.addresses}?${new URLSearchParams(query)}`);
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).areas;
  };
  const postalCodes = new Map();
  const remember = (rows) => rows.forEach(([code, , codes]) => postalCodes.set(code, codes));
  const offer = (codes) => fill("postal_code", codes.map((code) => [code, code]));
  const buttons = form.querySelectorAll("[data-cascade]");
  const show = (hidden) => buttons.forEach((button) => { button.hidden = hidden; });

  // Should the network fail, the buttons come back and do the same with a new page.
  const safely = (step) => async () => {
    try { await step(); show(true); } catch { show(false); }
  };
  select("province").addEventListener("change", safely(async () => {
    const province = select("province").value;
    fill("subdistrict", []);
    offer([]);
    fill("district", province ? await areas({ province }) : []);
  }));
  select("district").addEventListener("change", safely(async () => {
    const district = select("district").value;
    const rows = district ? await areas({ district }) : [];
    remember(rows);
    offer([]);
    fill("subdistrict", rows);
  }));
  select("subdistrict").addEventListener("change", safely(async () => {
    const code = select("subdistrict").value;
    if (code && !postalCodes.has(code)) remember(await areas({ district: select("district").value }));
    offer(postalCodes.get(code) || []);
  }));
  show(true);
})();
