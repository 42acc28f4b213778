"use strict";
// Text fields with a list of offers under them: typeaheads, whose offers the
// app is asked for, and the message box, whose offers are the registered
// commands. Choosing an offer of the first is an act of its own; of the second,
// it completes the line.
{
  const shown = (box) => [...box.querySelectorAll("[role=option]")].filter((el) => !el.hidden);
  const parts = (box) => ({ field: box.querySelector("[role=combobox]"), list: box.querySelector("[role=listbox]") });
  const boxOf = (el) => (el.matches?.("[role=combobox]") ? el.closest("[data-combo]") : null);
  const timers = new WeakMap();
  const wants = new WeakMap(); // of a typeahead: offers to what stands in it were "asked" for or "answered", "typing" is going on, or "" none are wanted
  const leaving = new Set(); // the focus has left them
  let pressed = false;

  function mark(box, option) {
    const { field } = parts(box);
    for (const el of box.querySelectorAll("[role=option]")) el.setAttribute("aria-selected", String(el === option));
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function open(box) {
    const { field, list } = parts(box);
    list.hidden = list.children.length === 0 || (box.dataset.combo === "complete" && shown(box).length === 0);
    field.setAttribute("aria-expanded", String(!list.hidden));
    mark(box, list.hidden || wants.get(box) === "typing" ? null : shown(box)[0]);
  }

  // want notes what a typeahead wants. While it is busy, its offers are to something else.
  function want(box, what) {
    wants.set(box, what);
    parts(box).list.setAttribute("aria-busy", String(what !== "" && what !== "answered"));
  }

  function close(box) {
    const { field, list } = parts(box);
    clearTimeout(timers.get(box));
    want(box, "");
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    mark(box, null);
  }

  // say puts a sentence where the offers come.
  function say(box, words) {
    const note = document.createElement("li");
    note.className = "note";
    note.setAttribute("role", "presentation");
    note.textContent = words;
    const { field, list } = parts(box);
    list.replaceChildren(note);
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  }

  // ask asks the app, when enough was typed.
  function ask(box) {
    const { field, list } = parts(box);
    if ([...field.value.trim()].length >= Number(box.dataset.least)) {
      want(box, "asked");
      if (list.hidden || shown(box).length === 0) say(box, "Searching…");
      htmx.trigger(field, "ask");
      return;
    }
    close(box);
    if (field.value !== "") say(box, `Type at least ${box.dataset.least} characters.`);
  }

  // complete offers the lines that begin as the typed one does, one word further.
  function complete(box) {
    const { field } = parts(box);
    const typed = field.value.toLowerCase();
    const words = typed.split(" ").length;
    let hint = "";
    for (const el of box.querySelectorAll("[role=option]")) {
      const line = el.dataset.line;
      el.hidden = !typed.startsWith("/") || !line.startsWith(typed) || line.trim() === typed.trim() || line.trim().split(" ").length !== words;
      if (typed.startsWith(line) && el.dataset.hint) hint = `${line}${el.dataset.hint}`;
    }
    document.getElementById("line-hint").textContent = hint;
    open(box);
  }

  function choose(box, option) {
    const { field } = parts(box);
    if (box.dataset.combo === "pick") {
      htmx.trigger(option, "click");
    } else {
      field.value = option.dataset.line;
      complete(box);
    }
  }

  document.addEventListener("input", (e) => {
    const box = boxOf(e.target);
    if (!box) return;
    if (box.dataset.combo === "complete") { complete(box); return; }
    clearTimeout(timers.get(box));
    timers.set(box, setTimeout(ask, 150, box));
    want(box, "typing");
    mark(box, null); // Enter takes no offer to what stood there before
  });

  // Where a menu wants no letters first, it offers at once.
  document.addEventListener("click", (e) => {
    const box = boxOf(e.target);
    if (box?.dataset.combo === "pick" && box.dataset.least === "0" && parts(box).list.hidden) ask(box);
  });

  document.addEventListener("htmx:after:swap", (e) => {
    const box = boxOf(e.detail.ctx?.sourceElement ?? document);
    if (!box) return;
    if (wants.get(box) === "asked") want(box, "answered");
    if (wants.get(box) && box.contains(document.activeElement)) open(box);
    else close(box); // somebody chose meanwhile, or left
  });

  // A chosen offer is sent; the field is free for the next one.
  document.addEventListener("htmx:before:request", (e) => {
    const option = e.detail.ctx.sourceElement;
    const box = option.matches("[role=option], .chips button") && option.closest("[data-combo]");
    if (!box) return;
    const { field } = parts(box);
    field.value = "";
    close(box);
    field.focus();
  });

  document.addEventListener("focusout", (e) => {
    const box = boxOf(e.target);
    if (!box || box.contains(e.relatedTarget)) return;
    if (pressed) leaving.add(box);
    else close(box);
  });
  // A list that closes while a button is held down would move what is pressed.
  document.addEventListener("pointerdown", () => { pressed = true; }, true);
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      pressed = false;
      setTimeout(() => {
        for (const box of leaving) if (!box.contains(document.activeElement)) close(box);
        leaving.clear();
      });
    }, true);
  }
  document.addEventListener("mousedown", (e) => {
    const option = e.target.closest("[role=option]");
    if (!option) return;
    e.preventDefault(); // the field keeps the focus
    if (option.dataset.line) choose(option.closest("[data-combo]"), option);
  });

  document.addEventListener("keydown", (e) => {
    const box = boxOf(e.target);
    if (!box) return;
    const all = shown(box);
    const isOpen = !parts(box).list.hidden && all.length > 0;
    const at = all.findIndex((el) => el.getAttribute("aria-selected") === "true");
    const stop = () => { e.preventDefault(); e.stopPropagation(); };
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      if (isOpen) { stop(); mark(box, all[(at + (e.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]); }
      else if (box.dataset.combo === "pick") { stop(); ask(box); }
    } else if ((e.key === "Enter" || (e.key === "Tab" && box.dataset.combo === "complete")) && isOpen && at >= 0) {
      stop();
      choose(box, all[at]);
    } else if (e.key === "Enter" && box.dataset.combo === "pick") {
      stop(); // Enter never saves the form from here
    } else if (e.key === "Escape" && !parts(box).list.hidden) {
      stop();
      close(box);
    } else if (e.key === "Backspace" && e.target.value === "" && box.dataset.combo === "pick") {
      const last = box.querySelector(".chips li:last-child button");
      if (last) htmx.trigger(last, "click");
    }
  }, true);
}
