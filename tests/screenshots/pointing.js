// Draws a number beside each of these elements, with an arrow to it, and says how far down the last one reaches.
(targets) => {
  const SVG = "http://www.w3.org/2000/svg";
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--deep").trim();
  const add = (parent, name, given, text = "") => {
    const one = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(given)) one.setAttribute(key, value);
    one.textContent = text;
    return parent.appendChild(one);
  };
  const svg = add(document.documentElement, "svg", { id: "pointing", width: innerWidth, height: document.documentElement.scrollHeight });
  Object.assign(svg.style, { position: "absolute", left: "0", top: "0", pointerEvents: "none", zIndex: "2000" });
  const drawn = [];
  targets.forEach((target, place) => {
    const { left, top, right, bottom } = document.querySelector(target).getBoundingClientRect();
    const box = { left: left - 4, top: top + scrollY - 4, right: right + 4, bottom: bottom + scrollY + 4 };
    const middle = (box.top + box.bottom) / 2;
    add(svg, "rect", { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top, rx: 8, fill: "none", stroke: colour, "stroke-width": 2.5 });
    // From the margin, unless something else that is numbered stands in the way; then from beneath.
    const beneath = drawn.some((other) => other.top < middle && middle < other.bottom && other.left < box.left);
    const across = (box.left + box.right) / 2;
    const from = beneath ? { x: across, y: box.bottom + 44 } : { x: 24, y: middle };
    const to = beneath ? { x: across, y: box.bottom } : { x: box.left, y: middle };
    const head = beneath ? `M${to.x - 6} ${to.y + 10}L${to.x} ${to.y}L${to.x + 6} ${to.y + 10}z` : `M${to.x - 10} ${to.y - 6}L${to.x} ${to.y}L${to.x - 10} ${to.y + 6}z`;
    add(svg, "path", { d: `M${from.x} ${from.y}L${to.x} ${to.y}`, stroke: colour, "stroke-width": 2.5 });
    add(svg, "path", { d: head, fill: colour });
    add(svg, "circle", { cx: from.x, cy: from.y, r: 15, fill: colour });
    add(svg, "text", { x: from.x, y: from.y + 6, fill: "#fff", "font-size": 17, "font-weight": 700, "font-family": "Sarabun, sans-serif", "text-anchor": "middle" }, String(place + 1));
    drawn.push({ ...box, bottom: beneath ? from.y + 16 : box.bottom });
  });
  return Math.max(...drawn.map((one) => one.bottom)) - scrollY;
}
