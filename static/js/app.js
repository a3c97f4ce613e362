/* Comfort only: every page works without this file. No dependencies, no inline handlers. */
"use strict";

const TYPING = "input, textarea, select, [contenteditable]";

/* "/" goes to the search box; j and k walk along the rows of a list, Enter then opens the link as always. */
function moveAlongRows(step) {
  const links = [...document.querySelectorAll("[data-rows] [data-row-link]")];
  if (!links.length) return;
  const here = links.findIndex((link) => link.closest("tr, li") === document.activeElement.closest("tr, li"));
  const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1);
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
}

function closeMenus(except) {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.activeElement.closest("details[data-menu][open]");
    closeMenus();
    if (menu) menu.querySelector("summary").focus();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
  const search = document.querySelector("[data-search]");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === "j") moveAlongRows(1);
  if (event.key === "k") moveAlongRows(-1);
});

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));

/* A second click sends nothing. The button is left enabled, so that its name and value travel with the form. */
const sent = new WeakSet();
const edited = new Set();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  edited.clear();
  form.querySelectorAll("button:not([type=button])").forEach((button) => {
    button.setAttribute("aria-disabled", "true");
  });
});

/* Coming back with the browser's Back button brings the page as it was left: open it again. */
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form").forEach((form) => sent.delete(form));
  document.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
});

/* Words that were typed and not sent are not lost without a question. */
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep-words]");
  if (form) edited.add(form);
});

window.addEventListener("beforeunload", (event) => {
  if (edited.size) event.preventDefault();
});

/* Text areas grow with their text. The browser's own limit would cut a paste in silence, so a count replaces it. */
function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

/* A line break travels as two characters, and the server counts what arrives. */
function count(area, limit, place) {
  const used = [...area.value.replaceAll("\n", "\r\n")].length;
  const over = used - limit;
  place.textContent = over > 0 ? `已写 ${used} 字，超出 ${over} 字` : `已写 ${used} 字，最多 ${limit} 字`;
  place.classList.toggle("is-over", over > 0);
}

document.querySelectorAll("textarea").forEach((area) => {
  fit(area);
  area.addEventListener("input", () => fit(area));
  const place = document.getElementById(`${area.id}_count`);
  if (!place) return;
  const limit = Number(place.dataset.limit);
  area.removeAttribute("maxlength");
  count(area, limit, place);
  area.addEventListener("input", () => count(area, limit, place));
});

/* One box in the heading ticks all rows of its table; it is hidden where no script runs. */
document.querySelectorAll("[data-select-all]").forEach((all) => {
  const rows = [...all.closest("table").querySelectorAll("tbody input[type=checkbox]:not(:disabled)")];
  const show = () => {
    const ticked = rows.filter((row) => row.checked).length;
    all.checked = ticked > 0 && ticked === rows.length;
    all.indeterminate = ticked > 0 && ticked < rows.length;
  };
  all.hidden = false;
  all.addEventListener("change", () => rows.forEach((row) => { row.checked = all.checked; }));
  rows.forEach((row) => row.addEventListener("change", show));
});

/* The button that acts on what is ticked says how many that are. */
document.querySelectorAll("[data-ticked]").forEach((figure) => {
  const form = figure.closest("form");
  form.addEventListener("change", () => {
    figure.textContent = form.querySelectorAll("input[type=checkbox]:checked").length;
  });
});

/* Back to the page one came from; the browser keeps there what was typed. */
document.querySelectorAll("[data-back]").forEach((button) => {
  button.hidden = history.length < 2;
  button.addEventListener("click", () => history.back());
});

/* A refused form is read from its list of faults. */
document.querySelector("[data-error-summary]")?.focus({ preventScroll: true });
