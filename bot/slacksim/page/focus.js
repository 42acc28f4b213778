"use strict";
// Where the focus is after something changed. What has it may be disabled while
// it is sent, be replaced by news, or lie under a form; whoever uses a keyboard
// must find themselves where they were, or beside it, never at the top again.
{
  const byID = (id) => document.getElementById(id);
  const usable = "button, summary, a[href], input:not([type=hidden]), select, textarea";
  const places = new Map(); // of each form, and "" for the page: the trail of what had the focus last
  let opening = false; // what a dialog gives the focus to as it opens is nobody's choice

  // trail is how to find an element again, or what has taken its place when it
  // is gone: what it belongs to, what stands beside it, and in the same message
  // what is called as it, or is as far down.
  function trail(el) {
    const row = el.closest(".actions");
    const near = [el, el.closest("details")?.querySelector("summary"), ...((row ?? el.closest(".section, .field"))?.querySelectorAll(usable) ?? [])];
    const around = el.closest("article, #home, .panel, .scroll");
    return {
      ids: near.filter((one) => one?.id).map((one) => one.id),
      around: around?.id,
      name: row ? el.innerText : null,
      down: [...((row ?? around)?.querySelectorAll(usable) ?? [])].indexOf(el),
    };
  }

  // instead is what has taken an element's place.
  function instead({ around, name, down }) {
    const all = (find) => [...(byID(around)?.querySelectorAll(find) ?? [])];
    const row = name === null ? null : all(".actions").at(-1);
    const near = row ? [...row.querySelectorAll(usable)] : all(usable);
    return (row && near.find((el) => el.innerText === name)) ?? near[Math.min(down, near.length - 1)];
  }

  const owner = (el) => el.closest("#window form")?.id ?? "";

  document.addEventListener("focusin", (e) => {
    if (!opening && !e.target.closest("#confirm") && e.target.matches(usable)) places.set(owner(e.target), trail(e.target));
  });
  // A click beside everything gives the focus up on purpose.
  document.addEventListener("pointerdown", (e) => { if (!e.target.closest(`${usable}, label, [role=option]`)) places.delete(owner(e.target)); });

  function give(el, still) {
    if (!el || el.disabled || !el.checkVisibility()) return false;
    el.focus({ preventScroll: still });
    return document.activeElement === el;
  }

  // back gives the focus back to where it was in a form, or ("") in the page.
  // It answers whether there was such a place. The page's messages stay where
  // they are: what was answered stands at their end.
  function back(form) {
    const was = places.get(form);
    return was !== undefined && (was.ids.some((id) => give(byID(id), form === "")) || give(instead(was), form === ""));
  }

  // begin gives the focus to where one begins at a place: the message box, or
  // what the place is called.
  function begin() {
    return give(byID("reply-line")) || give(byID("line")) || give(byID("here"));
  }

  // settle gives the focus back where it was lost.
  function settle() {
    const at = document.activeElement;
    if (at && at !== document.body && at.checkVisibility()) return;
    if (byID("confirm").open) return;
    const form = byID("window").open ? byID("window").querySelector("form") : null;
    if (byID(places.get(form?.id ?? "")?.ids[0])?.disabled) return; // it is still being sent, and settled afterwards
    if (form) back(form.id) || give(form.querySelector(".bottom button"));
    else if (places.has("")) back("") || begin();
  }

  document.addEventListener("htmx:finally:request", () => queueMicrotask(settle));
  document.addEventListener("htmx:after:swap", () => queueMicrotask(settle));

  function open(dialog) {
    opening = true;
    dialog.showModal();
    opening = false;
  }

  // entered gives a form that has come on top its focus: where it was in it
  // before, else where the app wants it, else its first field. One that is still
  // loading has none yet: there it is at its button, until there are fields.
  function entered(form) {
    const first = form.querySelector("[autofocus]") ?? form.querySelector(".scroll :is(input:not([type=hidden]), textarea, select)") ??
      form.querySelector(".scroll :is(button, summary)");
    const button = form.querySelector(".bottom button");
    if (back(form.id) || give(first)) return;
    opening = true;
    give(button);
    opening = false;
  }

  const unplaced = (form) => !places.has(form.id) && document.activeElement === form.querySelector(".bottom button");

  // left gives the focus back to what the last form was opened from.
  function left() {
    for (const form of places.keys()) if (form !== "") places.delete(form);
    const at = document.activeElement;
    if (at && at !== document.body) at.blur(); // Chromium gives it back, but takes no keys until it is given anew
    back("") || begin();
  }

  document.addEventListener("click", (e) => { if (e.target.id === "skip") begin(); });

  // Who goes through a link by keyboard is led to what it opens.
  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[data-then]");
    if (link && e.detail === 0) sessionStorage.setItem("then", link.dataset.then);
  });
  function arrive() {
    const then = sessionStorage.getItem("then");
    sessionStorage.removeItem("then");
    if (then && give(byID(then))) return;
    if (!matchMedia("(pointer: coarse)").matches) begin(); // there, it would bring up the keyboard
  }

  window.focuses = { open, entered, unplaced, settle, left, arrive };
}
