"use strict";
// What htmx doesn't do: the two dialogs, menus, the message box, and what is
// said when the simulator refuses or doesn't answer. Acts, news and taking over
// what changed are attributes in the templates; the focus is focus.js's.

const byID = (id) => document.getElementById(id);
let saved = false; // a form was just saved: its first error gets the focus
let shown = ""; // the form that has had the focus
let before = null; // what a form said when it was saved
const sent = new Map(); // what each message box sent last

// tell says a sentence in the banner, and in that of the form, for the other lies under it.
function tell(words) {
  for (const banner of [byID("banner"), byID("window").querySelector("[data-banner]")]) {
    if (!banner) continue;
    banner.textContent = words;
    banner.hidden = words === "";
  }
}

// ---- dialogs

function syncWindow() {
  const dialog = byID("window");
  const form = dialog.querySelector("form");
  if (!form) {
    if (!dialog.open) return;
    dialog.close();
    shown = "";
    focuses.left();
    return;
  }
  if (!dialog.open) focuses.open(dialog);
  if (shown !== form.id && !byID("banner").hidden) tell(byID("banner").textContent);
  const wrong = saved && (dialog.querySelector("[aria-invalid=true]:not(fieldset), fieldset[aria-invalid=true] input:not([type=hidden]), .trouble") ?? news(form));
  if (shown !== form.id || focuses.unplaced(form)) focuses.entered(form);
  else if (wrong) wrong.focus();
  if (shown !== form.id || wrong) saved = false;
  shown = form.id;
}

// said are a form's fields and texts as they stand: ids of the first, texts of the second.
function said(form) {
  const texts = [...form.querySelectorAll(".scroll > .block")];
  return { title: byID("window-title").innerText, texts, words: new Set(texts.map((el) => el.innerText)) };
}

// news is what a form says after it was saved and didn't before: who goes on
// without hearing it would save over it. Another step of a form is no news.
function news(form) {
  if (!before || !form.querySelector(".scroll .field")) return null;
  const now = said(form);
  if (now.title !== before.title) return null;
  const all = now.texts.filter((el) => el.innerText !== "" && !before.words.has(el.innerText));
  const fresh = all.find((el) => el.matches("[role=status]")) ?? all[0]; // what is said of a field, first
  if (fresh) fresh.tabIndex = -1;
  return fresh ?? null;
}

document.addEventListener("htmx:after:swap", (e) => { if (e.detail.ctx?.sourceElement?.id === "app") syncWindow(); });

document.addEventListener("htmx:confirm", (e) => {
  const { ctx, issueRequest, dropRequest } = e.detail;
  const { title, yes, no, look } = ctx.sourceElement.dataset;
  if (title === undefined) return;
  e.preventDefault();
  const box = byID("confirm");
  const [decline, accept] = box.querySelectorAll("button");
  box.querySelector("h2").textContent = title;
  box.querySelector("p").textContent = ctx.confirm;
  decline.textContent = no;
  accept.textContent = yes;
  accept.className = look || "primary";
  box.returnValue = "no";
  box.onclose = () => {
    if (box.returnValue === "yes") issueRequest();
    else {
      asBefore(ctx.sourceElement);
      dropRequest();
    }
    focuses.settle();
  };
  focuses.open(box);
});

// asBefore gives a menu or boxes back what they held before somebody thought better of it.
function asBefore(el) {
  for (const box of el.querySelectorAll("input")) box.checked = box.defaultChecked;
  for (const option of el.options ?? []) option.selected = option.defaultSelected;
}

byID("confirm").addEventListener("cancel", () => { byID("confirm").returnValue = "no"; });

document.addEventListener("keydown", (e) => {
  if (e.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    e.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  // Esc is Cancel. Left to itself, the dialog would close before the app knows.
  if (!byID("window").open || byID("confirm").open) return;
  e.preventDefault();
  byID("window").querySelector("[data-cancel]")?.click();
});
byID("window").addEventListener("cancel", (e) => { if (e.target === byID("window")) e.preventDefault(); });

// ---- acts

document.addEventListener("htmx:before:request", (e) => {
  const el = e.detail.ctx.sourceElement;
  if (e.detail.ctx.request.method === "POST") {
    tell("");
    saved = false;
    before = el.dataset.view ? said(el) : null;
  }
  // A file that is taken out of a form takes its button with it.
  if (el.matches(".field > .chips button")) el.closest(".field").querySelector("input[type=file]").focus();
});
document.addEventListener("htmx:after:request", (e) => {
  // The form holds what was chosen; the field is free for the next file.
  if (e.detail.ctx.sourceElement.type === "file") e.detail.ctx.sourceElement.value = "";
  if (!e.detail.ctx.sourceElement.dataset.view) return;
  saved = true;
  syncWindow();
});

// What is sent leaves the message box at once, also when it has to wait.
document.addEventListener("submit", (e) => {
  const field = e.target.dataset.clears && byID(e.target.dataset.clears);
  if (field) { sent.set(field.id, field.value); writes(field, ""); }
});

// What is written and not sent yet waits in the place, for this person and tab.
const draft = (field) => `draft ${field.form.getAttribute("hx-post")}`;
document.addEventListener("input", (e) => {
  if (!e.target.matches("#line, #reply-line")) return;
  if (e.target.value === "") sessionStorage.removeItem(draft(e.target));
  else sessionStorage.setItem(draft(e.target), e.target.value);
});
for (const field of document.querySelectorAll("#line, #reply-line")) field.value = sessionStorage.getItem(draft(field)) ?? "";

function writes(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true })); // its offers and hint follow
}

// failed says what went wrong, and gives back what was typed.
function failed(el, words) {
  tell(words);
  const field = el?.dataset?.clears && byID(el.dataset.clears);
  if (field && field.value === "") writes(field, sent.get(field.id) ?? "");
}
document.addEventListener("htmx:response:error", (e) => { failed(e.detail.ctx.sourceElement, e.detail.ctx.text.trim()); });
document.addEventListener("htmx:error", (e) => {
  const { request, sourceElement } = e.detail.ctx ?? {};
  if (request?.method === "POST") failed(sourceElement, "The simulator does not answer.");
  if (sourceElement?.id === "news") { lost(); comeBack(); }
});
function lost() {
  tell("The simulator does not answer. Is it still running?");
  byID("banner").dataset.lost = "1";
}
// comeBack begins anew once the simulator answers: news that never came the
// first time isn't asked for again.
function comeBack() {
  setTimeout(() => fetch("/page/page.js").then(() => location.reload(), comeBack), 1000);
}
document.addEventListener("htmx:sse:error", lost);
document.addEventListener("htmx:sse:after:connection", () => {
  if (byID("banner").dataset.lost) { delete byID("banner").dataset.lost; tell(""); }
});

// ---- menus

// closeMenus closes all overflow menus but one. The focus doesn't go with their entries.
function closeMenus(but) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu === but) continue;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
}

document.addEventListener("keydown", (e) => {
  const menu = e.target.closest("details.menu");
  if (!menu || (e.key !== "ArrowDown" && e.key !== "ArrowUp")) return;
  e.preventDefault();
  menu.open = true;
  const all = [...menu.querySelectorAll(".list :is(button, a)")];
  const step = e.key === "ArrowDown" ? 1 : -1;
  const from = all.indexOf(document.activeElement);
  all[from < 0 && step < 0 ? all.length - 1 : (from + step + all.length) % all.length].focus();
});
// A list that would be cut off below opens upwards.
document.addEventListener("toggle", (e) => {
  const list = e.target.matches("details.menu[open]") && e.target.querySelector(".list");
  if (!list) return;
  e.target.removeAttribute("data-up");
  const room = e.target.closest(".log, .home, .scroll")?.getBoundingClientRect().bottom ?? innerHeight;
  e.target.toggleAttribute("data-up", list.getBoundingClientRect().bottom > room);
}, true);
document.addEventListener("focusout", (e) => {
  const menu = e.target.closest?.("details.menu");
  if (menu && e.relatedTarget && !menu.contains(e.relatedTarget)) menu.open = false;
});

document.addEventListener("click", (e) => {
  const inMenu = e.target.closest("details.menu");
  closeMenus(e.target.closest("summary") ? inMenu : null);
  const menu = byID("menu");
  if (e.target === menu) menu.setAttribute("aria-expanded", String(document.documentElement.classList.toggle("menu-open")));
  const leads = e.target.closest("[data-url]");
  if (leads) window.open(leads.dataset.url, "_blank", "noopener");
});

document.addEventListener("change", (e) => {
  if (e.target.id === "curly") localStorage.setItem("straight", e.target.checked ? "" : "1");
});

// ---- the message box

document.addEventListener("keydown", (e) => {
  if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.defaultPrevented) return;
  if (e.target.matches("[data-sends]")) {
    e.preventDefault();
    if (e.target.value.trim() !== "") e.target.form.requestSubmit();
  } else if (e.target.matches("input[hx-trigger=entered]")) {
    e.preventDefault();
    htmx.trigger(e.target, "entered");
  }
});

// Slack's clients turn quotes into curly ones while they are typed.
document.addEventListener("beforeinput", (e) => {
  if (!e.target.matches("#line, #reply-line") || !byID("curly")?.checked || e.inputType !== "insertText" || !/^["']$/.test(e.data ?? "")) return;
  e.preventDefault();
  const { value, selectionStart: from, selectionEnd: to } = e.target;
  const opens = from === 0 || /[\s([{“‘]/.test(value[from - 1]);
  const pair = e.data === '"' ? "“”" : "‘’";
  e.target.setRangeText(pair[opens ? 0 : 1], from, to, "end");
  e.target.dispatchEvent(new Event("input", { bubbles: true }));
});

if (byID("curly")) byID("curly").checked = !localStorage.getItem("straight");
// Not before htmx is ready: what somebody quick sends would go nowhere.
document.addEventListener("DOMContentLoaded", () => {
  syncWindow();
  if (!byID("window").open) focuses.arrive();
});
