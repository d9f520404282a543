"use strict";
(() => {
  const table = document.getElementById("ledger-table");
  if (!table) return;
  const rows = [...table.tBodies];
  const places = new Map(rows.map((row) => [row, JSON.parse(row.dataset.places)]));
  const heads = [...table.querySelectorAll("th[data-column]")];
  const form = document.querySelector("form.filters");
  const status = form.querySelector("[role=status]");
  const sort = (head, direction) => {
    const column = head.dataset.column;
    const sign = direction === "ascending" ? 1 : -1;
    heads.forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", direction);
    const by = (a, b) => sign * (places.get(a)[column] - places.get(b)[column]) || places.get(a).number - places.get(b).number;
    table.append(...rows.toSorted(by));
  };
  heads.forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    const turned = { ascending: "descending", descending: "ascending" };
    button.addEventListener("click", () => sort(head, turned[head.getAttribute("aria-sort")] || head.dataset.first));
  });
  const filter = () => {
    const asked = [...form.querySelectorAll("select")].filter((one) => one.value !== "*");
    rows.forEach((row) => { row.hidden = asked.some((one) => row.dataset[one.name] !== one.value); });
    const shown = rows.filter((row) => !row.hidden).length;
    status.textContent = status.dataset.text.replace("{shown}", shown).replace("{all}", rows.length)
      + (shown ? "" : ` ${status.dataset.none}`);
  };
  form.addEventListener("change", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  const open = () => {
    const target = location.hash.startsWith("#row-") && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const row = target && target.closest("tbody");
    if (!row) return;
    if (row.hidden) { form.reset(); rows.forEach((one) => { one.hidden = false; }); }
    row.querySelector("details").open = true;
    target.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  };
  form.hidden = false;
  filter();
  sort(heads[0], "ascending");
  open();
  addEventListener("hashchange", open);
})();
