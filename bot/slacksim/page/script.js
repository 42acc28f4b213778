"use strict";
// The page shows what the server says and does what the person does: every act
// is one POST, and after each change the page is fetched again and what differs
// is taken over. Nothing that is being typed is touched.

const page = {
  as: document.body.dataset.as,
  at: document.body.dataset.at,
  token: document.querySelector("meta[name=simulator-token]").content,
  last: Promise.resolve(),
  quiet: false, // the page itself moves the focus
  saved: false, // a form was just saved: its first error gets the focus
};
const byID = (id) => document.getElementById(id);
const windowDialog = byID("window");

// send does one act after the one before; what the client doesn't allow is
// shown as a sentence.
function send(act, fields) {
  const body = new URLSearchParams(fields instanceof URLSearchParams ? fields : Object.entries(fields));
  body.set("as", page.as);
  if (!body.has("at")) body.set("at", page.at);
  const one = page.last.then(async () => {
    const answer = await fetch("/page/" + act, { method: "POST", body, headers: { "X-Simulator-Token": page.token } });
    if (!answer.ok) throw new Error((await answer.text()).trim());
    return answer;
  });
  page.last = one.catch(() => {});
  return one.then(
    (answer) => { tell(""); refresh(); return answer; },
    (err) => { tell(err instanceof TypeError ? "The simulator does not answer." : err.message); throw err; },
  );
}

function tell(words) {
  const banner = byID("banner");
  banner.textContent = words;
  banner.hidden = words === "";
}

// ---- taking over changes

let looking = false;
let again = false;

async function refresh() {
  if (looking) { again = true; return; }
  looking = true;
  do {
    again = false;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch { /* the event stream tells when the simulator is back */ }
  } while (again);
  looking = false;
}

function take(fresh) {
  const token = fresh.querySelector("meta[name=simulator-token]").content;
  if (token !== page.token) { location.reload(); return; }
  const places = fresh.getElementById("places");
  if (places.dataset.version !== byID("places").dataset.version) byID("places").replaceWith(places);
  byID("trouble").textContent = fresh.getElementById("trouble").textContent;
  takeMessages(fresh.getElementById("messages"));
  takeWindow(fresh.getElementById("window"));
}

// takeMessages keeps every part whose version is the same.
function takeMessages(fresh) {
  const here = byID("messages");
  if (!fresh || !here) return;
  const atEnd = here.scrollHeight - here.scrollTop - here.clientHeight < 80;
  const old = new Map(Array.from(here.children, (el) => [el.dataset.key, el]));
  const parts = Array.from(fresh.children, (el) => {
    const known = old.get(el.dataset.key);
    if (known && known.dataset.version === el.dataset.version) return known;
    if (known) carry(known, el);
    return el;
  });
  const same = parts.length === here.children.length && parts.every((el, i) => el === here.children[i]);
  if (same) return;
  const focus = focused(here);
  here.replaceChildren(...parts);
  restore(focus);
  if (atEnd && !here.classList.contains("home")) here.scrollTop = here.scrollHeight;
}

function takeWindow(fresh) {
  const { key, version } = fresh.dataset;
  if (key === windowDialog.dataset.key && version === windowDialog.dataset.version) return;
  const focus = focused(windowDialog);
  const top = windowDialog.querySelector(".scroll")?.scrollTop ?? 0;
  const same = key === windowDialog.dataset.key;
  if (same) carry(windowDialog, fresh);
  windowDialog.replaceChildren(...fresh.childNodes);
  windowDialog.dataset.key = key;
  windowDialog.dataset.version = version;
  if (!key) {
    windowDialog.close();
    // Chromium gives the focus back, but takes no keys until it is given anew.
    byID("line")?.blur();
    byID("line")?.focus();
    return;
  }
  if (!windowDialog.open) show();
  if (same) {
    windowDialog.querySelector(".scroll").scrollTop = top;
    restore(focus);
  } else {
    quietly(windowDialog.querySelector("[autofocus]") ?? windowDialog.querySelector(".scroll input:not([type=hidden]), .scroll textarea, .scroll select"));
  }
  if (!page.saved) return;
  page.saved = false;
  quietly(windowDialog.querySelector("[aria-invalid=true]:not(fieldset), fieldset[aria-invalid=true] input:not([type=hidden])"));
}

function show() {
  page.quiet = true;
  windowDialog.showModal();
  page.quiet = false;
}

// quietly moves the focus without opening a menu.
function quietly(el) {
  page.quiet = true;
  el?.focus({ preventScroll: el.closest("#window") === null });
  page.quiet = false;
}

// carry takes what was typed or chosen, and not sent yet, into the new copy.
function carry(from, to) {
  for (const el of from.querySelectorAll("[name]")) {
    const twins = to.querySelectorAll(`[name="${CSS.escape(el.name)}"]`);
    if (el.type === "radio" || el.type === "checkbox") {
      if (el.checked !== el.defaultChecked) for (const t of twins) if (t.value === el.value) t.checked = el.checked;
    } else if (el.tagName === "SELECT") {
      const dirty = Array.from(el.options).some((o) => o.selected !== o.defaultSelected);
      if (dirty && twins[0] && Array.from(twins[0].options).some((o) => o.value === el.value)) twins[0].value = el.value;
    } else if (el.type !== "hidden" && el.value !== el.defaultValue && twins[0]) {
      twins[0].value = el.value;
    }
  }
  for (const picker of from.querySelectorAll("[data-picker]")) {
    const twin = to.querySelector(`[data-picker][data-name="${CSS.escape(picker.dataset.name)}"]`);
    if (!twin) continue;
    if (picker.dataset.dirty) twin.querySelector(".chips").replaceWith(picker.querySelector(".chips").cloneNode(true));
    twin.querySelector("[role=combobox]").value = picker.querySelector("[role=combobox]").value;
  }
}

function focused(inside) {
  const el = document.activeElement;
  if (!el || !inside.contains(el)) return null;
  const text = el.selectionStart !== undefined && el.selectionStart !== null;
  const button = el.dataset.control && `[data-control="${CSS.escape(el.dataset.control)}"][data-block="${CSS.escape(el.dataset.block)}"]`;
  return { id: el.id, button, from: text ? el.selectionStart : null, to: text ? el.selectionEnd : null };
}

function restore(focus) {
  if (!focus) return;
  const el = (focus.id && byID(focus.id)) || (focus.button && document.querySelector(focus.button));
  if (!el || el === document.activeElement) return;
  page.quiet = true;
  el.focus({ preventScroll: true });
  page.quiet = false;
  if (focus.from !== null && el.setSelectionRange) {
    try { el.setSelectionRange(focus.from, focus.to); } catch { /* not a text field any more */ }
  }
}

// ---- what people do

function confirmed(el) {
  const { confirmTitle, confirmText, confirmYes, confirmNo, confirmStyle } = el.dataset;
  if (confirmTitle === undefined) return Promise.resolve(true);
  const box = byID("confirm");
  box.querySelector("h2").textContent = confirmTitle;
  box.querySelector("p").textContent = confirmText;
  const [no, yes] = box.querySelectorAll("button");
  no.textContent = confirmNo;
  yes.textContent = confirmYes;
  yes.className = confirmStyle || "primary";
  box.returnValue = "no";
  box.showModal();
  return new Promise((resolve) => {
    no.onclick = () => box.close("no");
    yes.onclick = () => box.close("yes");
    box.onclose = () => resolve(box.returnValue === "yes");
  });
}

// act tells of one control: in a message, a form or the Home tab.
async function act(el, values) {
  if (!(await confirmed(el))) return;
  const inView = el.closest("#window, .home") !== null;
  const fields = new URLSearchParams();
  const form = el.closest("#window form");
  if (form) for (const [name, value] of new FormData(form)) fields.append(name, value);
  fields.set("where", el.dataset.where);
  fields.set("block", el.dataset.block);
  fields.set("action", el.dataset.control); // not data-action: templates take that for an address
  fields.set("kind", el.dataset.kind ?? "");
  for (const value of values) fields.append("value", value);
  await send(inView ? "use" : "press", fields).catch(() => {});
}

async function press(button) {
  button.closest("details")?.removeAttribute("open");
  button.disabled = true;
  try {
    await act(button, button.closest("details") ? [button.value] : []);
    if (button.dataset.url) window.open(button.dataset.url, "_blank", "noopener");
  } finally {
    button.disabled = false;
  }
}

const valuesOf = (el) => {
  if (el.matches("[data-group]")) return Array.from(el.querySelectorAll("input:checked"), (i) => i.value);
  if (el.matches("[data-picker]")) return Array.from(el.querySelectorAll(".chips input"), (i) => i.value);
  return [el.value];
};

document.addEventListener("click", (e) => {
  const el = e.target.closest("button");
  if (!el) {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(e.target)) menu.open = false;
    return;
  }
  if (el.matches("[data-press]")) press(el);
  else if (el.matches("[data-shortcut]")) send("shortcut", { shortcut: el.dataset.shortcut }).catch(() => {});
  else if (el.matches("[data-cancel]")) cancel(el.dataset.cancel === "all");
});

function cancel(all) {
  send("cancel", { where: windowDialog.dataset.key, all: all ? "1" : "" }).catch(() => {});
}

document.addEventListener("change", (e) => {
  const el = e.target.closest("[data-picker], [data-group]") ?? e.target;
  if (el.id === "person") {
    location.href = "/?" + new URLSearchParams({ as: el.value, at: page.at });
  } else if (el.matches("[data-acts]") && !el.matches("[data-picker]") && !["enter", "typing"].includes(el.dataset.acts)) {
    act(el, valuesOf(el));
  }
});

document.addEventListener("input", (e) => {
  if (e.target.dataset.acts === "typing") act(e.target, valuesOf(e.target));
});

document.addEventListener("picked", (e) => {
  if (e.target.matches("[data-acts]")) act(e.target, valuesOf(e.target));
});

document.addEventListener("keydown", (e) => {
  const el = e.target;
  if (e.key === "Enter" && el.dataset?.acts === "enter" && el.tagName === "INPUT") {
    e.preventDefault();
    act(el, valuesOf(el));
  } else if (e.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
  }
});

document.addEventListener("submit", async (e) => {
  e.preventDefault();
  const button = e.target.querySelector("button[type=submit]");
  if (e.target.id === "composer") {
    const line = byID("line");
    const typed = line.value;
    if (typed.trim() === "") return;
    line.value = "";
    byID("messages").scrollTop = byID("messages").scrollHeight;
    await send("line", { line: typed }).catch(() => { if (line.value === "") line.value = typed; });
  } else if (e.target.dataset.view && button && !button.disabled) {
    const fields = new URLSearchParams(new FormData(e.target));
    fields.set("where", e.target.dataset.view);
    button.disabled = true;
    page.saved = true; // the first field with an error gets the focus
    await send("submit", fields).catch(() => {});
    button.disabled = false;
  }
});

windowDialog.addEventListener("cancel", (e) => {
  e.preventDefault();
  if (e.target === windowDialog) cancel(false);
});

// ---- news

const news = new EventSource("/page/events");
news.onmessage = () => { if (byID("banner").dataset.lost) { delete byID("banner").dataset.lost; tell(""); } refresh(); };
news.onerror = () => { byID("banner").dataset.lost = "1"; tell("The simulator does not answer. Is it still running?"); };

if (windowDialog.dataset.key) show();
const messages = byID("messages");
if (messages.classList.contains("home")) send("home", {}).catch(() => {});
else { messages.scrollTop = messages.scrollHeight; if (!windowDialog.open) byID("line")?.focus(); }
