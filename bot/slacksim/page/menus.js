"use strict";
// Menus whose options the app is asked for: a text field with a list under it,
// and what was chosen as chips before it.

{
  const state = new WeakMap(); // picker → { timer, asked }
  const parts = (picker) => ({
    field: picker.querySelector("[role=combobox]"),
    list: picker.querySelector("[role=listbox]"),
    note: picker.querySelector("[role=status]"),
    chips: picker.querySelector(".chips"),
  });

  const close = (picker) => {
    const { field, list } = parts(picker);
    list.hidden = true;
    list.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  async function ask(picker) {
    const { field, list, note } = parts(picker);
    const query = field.value.trim();
    const asked = {};
    state.get(picker).asked = asked;
    if (Array.from(query).length < Number(picker.dataset.least)) {
      close(picker);
      note.textContent = query === "" ? "" : `Type at least ${picker.dataset.least} characters.`;
      return;
    }
    const body = new URLSearchParams({
      as: page.as, where: picker.dataset.where, block: picker.dataset.block, action: picker.dataset.control, query,
    });
    if (!picker.closest("#window, .home")) body.set("at", page.at);
    let offers;
    try {
      const answer = await fetch("/page/options", { method: "POST", body, headers: { "X-Simulator-Token": page.token } });
      if (!answer.ok) throw new Error((await answer.text()).trim());
      offers = await answer.json();
    } catch (err) {
      if (state.get(picker).asked === asked) { close(picker); note.textContent = err.message; }
      return;
    }
    if (state.get(picker).asked !== asked || !picker.isConnected) return;
    note.textContent = offers.length === 0 ? "No result." : "";
    list.replaceChildren(...offers.map((offer, i) => entry(list, offer, i)));
    list.hidden = offers.length === 0;
    field.setAttribute("aria-expanded", String(offers.length > 0));
    if (offers.length > 0) mark(picker, list.children[0]);
  }

  function entry(list, offer, i) {
    const li = document.createElement("li");
    li.id = `${list.id}-${i}`;
    li.role = "option";
    li.dataset.value = offer.value;
    li.dataset.text = offer.text;
    li.textContent = offer.text;
    if (offer.description) {
      const more = document.createElement("small");
      more.textContent = " " + offer.description;
      li.append(more);
    }
    return li;
  }

  function mark(picker, li) {
    const { field, list } = parts(picker);
    for (const el of list.children) el.setAttribute("aria-selected", String(el === li));
    field.setAttribute("aria-activedescendant", li.id);
    li.scrollIntoView({ block: "nearest" });
  }

  function choose(picker, li) {
    const { field, chips, note } = parts(picker);
    const held = Array.from(chips.querySelectorAll("input"), (el) => el.value);
    const most = Number(picker.dataset.most ?? 0);
    if (held.includes(li.dataset.value)) { field.value = ""; close(picker); return; }
    if (picker.dataset.many === undefined) chips.replaceChildren();
    else if (most > 0 && held.length >= most) { note.textContent = `At most ${most} can be chosen.`; return; }
    chips.append(chip(picker.dataset.name, li.dataset.value, li.dataset.text));
    field.value = "";
    close(picker);
    changed(picker);
  }

  function chip(name, value, text) {
    const li = document.createElement("li");
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = name;
    hidden.value = value;
    const words = document.createElement("span");
    words.textContent = text;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.dataset.drop = "";
    drop.textContent = "×";
    drop.setAttribute("aria-label", "Remove " + text);
    li.append(hidden, words, " ", drop);
    return li;
  }

  function changed(picker) {
    picker.dataset.dirty = "1";
    picker.dispatchEvent(new CustomEvent("picked", { bubbles: true }));
  }

  document.addEventListener("input", (e) => {
    const picker = e.target.matches("[role=combobox]") && e.target.closest("[data-picker]");
    if (!picker) return;
    if (!state.has(picker)) state.set(picker, {});
    clearTimeout(state.get(picker).timer);
    state.get(picker).timer = setTimeout(() => ask(picker), 150);
  });

  // offer asks at once where a menu wants no letters first.
  function offer(field) {
    const picker = field.closest("[data-picker]");
    if (page.quiet || picker.dataset.least !== "0" || field.value !== "" || !parts(picker).list.hidden) return false;
    if (!state.has(picker)) state.set(picker, {});
    ask(picker);
    return true;
  }

  for (const kind of ["focusin", "click"]) {
    document.addEventListener(kind, (e) => { if (e.target.matches("[role=combobox]")) offer(e.target); });
  }

  document.addEventListener("focusout", (e) => {
    const picker = e.target.closest?.("[data-picker]");
    if (picker && !picker.contains(e.relatedTarget)) close(picker);
  });

  document.addEventListener("keydown", (e) => {
    const picker = e.target.matches("[role=combobox]") && e.target.closest("[data-picker]");
    if (!picker) return;
    const { list } = parts(picker);
    const all = Array.from(list.children);
    const at = all.findIndex((el) => el.getAttribute("aria-selected") === "true");
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      if (all.length === 0) offer(e.target);
      else mark(picker, all[(at + (e.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (e.key === "Enter") {
      e.preventDefault(); // Enter never saves the form from here
      if (at >= 0) choose(picker, all[at]);
    } else if (e.key === "Escape" && all.length > 0) {
      e.preventDefault();
      e.stopPropagation();
      close(picker);
    } else if (e.key === "Backspace" && e.target.value === "") {
      const last = parts(picker).chips.lastElementChild;
      if (last) { last.remove(); changed(picker); }
    }
  });

  document.addEventListener("mousedown", (e) => {
    const li = e.target.closest("[role=option]");
    if (!li) return;
    e.preventDefault(); // the field keeps the focus
    choose(li.closest("[data-picker]"), li);
  });

  document.addEventListener("click", (e) => {
    const drop = e.target.closest("[data-drop]");
    if (!drop) return;
    const picker = drop.closest("[data-picker]");
    drop.closest("li").remove();
    changed(picker);
    parts(picker).field.focus();
  });
}
