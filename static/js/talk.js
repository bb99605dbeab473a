// Writing in a conversation: unsent words survive a lost session, and @ offers names. Without this file both are typed.
(() => {
  // --- unsent words, kept in this browser under form and person -----------------------------
  const arrived = new URLSearchParams(location.search).get("dari");
  if (arrived) {
    for (const key of Object.keys(localStorage)) if (key.startsWith(`talk:${arrived}:`)) localStorage.removeItem(key);
    const query = new URLSearchParams(location.search);
    query.delete("dari");
    history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
    if (location.hash) document.querySelector(location.hash)?.focus();
  }
  function begin() {
    for (const form of document.querySelectorAll("[data-talk]")) prepare(form);
  }
  function prepare(form) {
    const box = form.elements.body, first = box.value, place = `talk:${form.dataset.talk}`, said = form.querySelector("[data-said]");
    const kept = localStorage.getItem(place);
    if (kept && kept !== first && !form.querySelector(".error:not([data-told])")) {
      box.value = kept;
      said.textContent = form.dataset.restored;
      form.closest("details")?.setAttribute("open", "");
    }
    box.addEventListener("input", () => (box.value.trim() ? localStorage.setItem(place, box.value) : localStorage.removeItem(place)));
    names(form, box);
  }
  begin();
  document.addEventListener("sinergi:again", begin);  // static/js/upload.js
  // A link to the box itself opens it.
  const opened = location.hash ? document.querySelector(location.hash) : null;
  if (opened?.matches("details")) opened.open = true;
  opened?.closest("details.resolved")?.setAttribute("open", "");

  // --- names after @ --------------------------------------------------------------------------
  function names(form, box) {
    const list = form.querySelector("[data-names]"), said = form.querySelector("[data-said]");
    let timer, asked = "";
    const begun = () => box.value.slice(0, box.selectionStart).match(/(?:^|[^\w@./-])@\[?([^\s@[\]][^@\n[\]]{0,40})$/)?.[1];
    const close = () => { list.hidden = true; list.textContent = ""; };
    form.addEventListener("change", (event) => { if (event.target.name === "reach") box.dispatchEvent(new Event("input")); });
    box.addEventListener("input", () => {
      clearTimeout(timer);
      const words = begun();
      if (words === undefined || words.split(/\s+/).length > 4) return close();
      const choice = form.querySelector("[name=reach]"), reach = form.querySelector("[name=reach]:checked");
      if (choice && !reach) { said.textContent = form.dataset.choose; return close(); }
      timer = setTimeout(async () => {
        asked = words;
        const values = { q: words };
        if (reach) values.reach = reach.value;
        await htmx.ajax("GET", list.dataset.url, { target: list, swap: "innerHTML", values });
        if (asked !== begun()) return close();
        list.hidden = !list.children.length;
        said.textContent = list.hidden && !/\s/.test(words) ? form.dataset.none : "";
      }, 180);
    });
    box.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); list.querySelector("[data-insert]")?.click(); }
      if (event.key === "ArrowDown") { event.preventDefault(); list.firstElementChild.focus(); }
      if (event.key === "Escape") close();
    });
    list.addEventListener("keydown", (event) => {
      const here = document.activeElement;
      const next = { ArrowDown: here.nextElementSibling, ArrowUp: here.previousElementSibling ?? box, Escape: box }[event.key];
      if (next) { event.preventDefault(); next.focus(); }
      if (event.key === "Escape") close();
    });
    list.addEventListener("click", (event) => {
      const chosen = event.target.closest("[data-insert]");
      if (!chosen) return;
      const end = box.selectionStart, start = box.value.lastIndexOf("@", end - 1);
      box.setRangeText(`${chosen.dataset.insert} `, start, end, "end");
      close();
      box.focus();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
})();
