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

/* A draft saves itself some seconds after the last key. A refusal ends that: the words stay here, 保存草稿 shows both versions. */
const AUTOSAVE_AFTER = 8000;

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/* What is in the form besides its files, as somebody would send it, under a key of its own. */
function wordsOf(form) {
  const words = new FormData(form);
  form.querySelectorAll("input[type=file], input[name=remove]").forEach((field) => words.delete(field.name));
  words.set("form_key", newKey());
  words.set("go", "auto");
  return words;
}

async function autosave(form, said) {
  const words = wordsOf(form);
  edited.delete(form);
  const answer = await fetch(form.action, { method: "POST", body: words, headers: { Accept: "application/json" } });
  const told = await answer.json();
  said.textContent = told.said;
  said.hidden = false;
  if (!answer.ok) {
    edited.add(form);
    return answer.status === 422;
  }
  if (told.left || [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length)) edited.add(form);
  form.action = told.url;
  Object.entries(told.versions).forEach(([name, version]) => setField(form, name, version));
  form.querySelector("[name=period]")?.closest(".field")?.remove();
  return true;
}

function setField(form, name, value) {
  const field = form.querySelector(`[name=${name}]`) || form.appendChild(document.createElement("input"));
  Object.assign(field, { type: "hidden", name, value });
}

document.querySelectorAll("form[data-autosave]").forEach((form) => {
  const said = form.querySelector("[data-autosave-said]");
  let timer = 0;
  let running = Promise.resolve(true);
  const save = async (goesOn) => {
    if (!goesOn || sent.has(form) || !edited.has(form)) return goesOn;
    form.dataset.saving = "1";
    return autosave(form, said).catch(() => { edited.add(form); return true; }).finally(() => { delete form.dataset.saving; });
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { running = running.then(save); }, AUTOSAVE_AFTER);
  });
  /* Whoever presses a button while a save is on its way sends the version that it leaves behind. */
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!form.dataset.saving) return;
    event.preventDefault();
    event.stopPropagation();
    running.finally(() => form.requestSubmit(event.submitter));
  });
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
