// Saves a draft while it is typed, and keeps every word in this browser until the portal has confirmed it.
(() => {
  const form = document.getElementById("draft");
  if (!form) return;
  const words = form.dataset, status = document.getElementById("tersimpan");
  const store = (step) => `sinergi:draft:${words.draft}${step}`;
  const PAUSE = 1200, AGAIN = 10000;
  let timer = 0, typed = 0, confirmed = 0, sending = null, leaving = false;

  // --- what is typed, as pairs of name and text -------------------------------------------
  const entries = () => [...new FormData(form)].filter(([name, value]) =>
    typeof value === "string" && !["csrfmiddlewaretoken", "seen", "paste", "key", "lines-INITIAL_FORMS"].includes(name) && !/^(choose|shown)-/.test(name));
  const seen = form.elements.seen;
  const local = {
    read() { try { return JSON.parse(localStorage.getItem(store(words.step))); } catch { return null; } },
    write() { try { localStorage.setItem(store(words.step), JSON.stringify({ entries: entries(), seen: seen.value })); } catch { /* full or forbidden */ } },
    forget(step = words.step) { try { localStorage.removeItem(store(step)); } catch { /* forbidden */ } },
  };

  const say = (text, state = "", link = "") => {
    status.className = `saved ${state}`;
    status.textContent = state || !text ? text : `✓ ${text}`;
    if (link) {
      const way = Object.assign(document.createElement("a"), { href: link, textContent: words.signInLabel });
      status.append(" ", way);
    }
  };

  // --- sending ----------------------------------------------------------------------------
  const token = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
  const send = () => {
    clearTimeout(timer);
    sending ??= attempt().finally(() => { sending = null; if (typed > confirmed && !timer) later(PAUSE); });
    return sending;
  };
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(() => { timer = 0; send(); }, pause); };

  async function attempt() {
    timer = 0;
    const state = typed, body = new URLSearchParams(entries());
    body.set("seen", seen.value);
    say(words.saving, "busy");
    let response;
    try {
      response = await fetch(location.pathname, { method: "POST", body, redirect: "manual", keepalive: leaving,
        headers: { "X-Autosave": "1", "X-CSRFToken": token(), Accept: "application/json" } });
    } catch { say(words.offline, "failed"); return later(AGAIN); }
    const json = (response.headers.get("Content-Type") ?? "").includes("json");
    if (response.type === "opaqueredirect" || response.status === 401 || (response.status === 403 && !json)) {
      confirmed = state;
      return say(words.ended, "failed", words.signIn);
    }
    if (!json) { say(words.failed, "failed"); return later(AGAIN * 3); }
    const answer = await response.json();
    if (answer.reason) { confirmed = state; return say(answer.reason, "failed"); }
    confirmed = state;
    take(answer, state === typed);
  }

  function take(answer, upToDate) {
    seen.value = answer.seen;
    for (const [id, html] of Object.entries(answer.parts)) {
      const part = document.getElementById(id);
      if (part) part.innerHTML = html;
    }
    const amounts = document.querySelectorAll("#rincian [data-amount]");
    if (upToDate && !answer.conflicts.length) {
      answer.amounts.forEach((amount, row) => { if (amounts[row]) amounts[row].textContent = amount; });
      if (answer.total && document.getElementById("jumlah")) document.getElementById("jumlah").textContent = answer.total;
    }
    if (upToDate) for (const other of answer.theirs) if (other.values) put(other.name, other.values);
    if (answer.table && upToDate && !Object.keys(answer.errors).length) lay(answer.table);
    mark(answer.errors);
    for (const other of answer.conflicts) ask(other);
    const whole = !Object.keys(answer.errors).length && !answer.conflicts.length;
    if (whole && upToDate) {
      local.forget();
      history.replaceState(null, "", location.href);  // loading anew shows what is saved, and sends no older form again
    } else local.write();
    if (answer.conflicts.length) say(words.conflict, "failed");
    else if (!whole) say(answer.errors[""]?.join(" ") ?? words.mend, "failed");
    else say(answer.saved);
  }

  // --- errors and what others wrote, at their field -----------------------------------------
  const controls = (name) => [...form.elements].filter((control) => control.name === name);
  const place = (name) => {
    const first = controls(name)[0];
    return first?.closest(".picker, .mb-3, td, [class*=col-]") ?? first?.parentElement;
  };
  const describe = (control, id = "") => {
    const ids = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((known) => known && !known.endsWith("_error"));
    if (id) ids.push(id);
    if (ids.length) control.setAttribute("aria-describedby", ids.join(" ")); else control.removeAttribute("aria-describedby");
  };
  function mark(errors) {
    if (!Object.keys(errors).length) document.querySelector(".say.late[data-focus-first]")?.remove();
    for (const old of document.querySelectorAll(".invalid-feedback")) old.remove();
    for (const control of form.elements) { control.classList.remove("is-invalid"); control.removeAttribute("aria-invalid"); describe(control); }
    for (const [name, sentences] of Object.entries(errors)) {
      const [control] = controls(name);
      if (!control) continue;
      control.classList.add("is-invalid");
      control.setAttribute("aria-invalid", "true");
      const note = Object.assign(document.createElement("div"), { className: "invalid-feedback d-block", id: `${control.id}_error`, textContent: sentences.join(" ") });
      control.after(note);
      describe(control, note.id);
    }
  }
  function ask(other) {
    const id = `lain-${other.name}`;
    document.getElementById(id)?.remove();
    const box = Object.assign(document.createElement("div"), { id, className: "say soon" });
    const quote = Object.assign(document.createElement("blockquote"), { className: "quote", textContent: other.shown || words.empty });
    const compared = Object.assign(document.createElement("p"), { className: "mt-2", innerHTML: other.parts.map((part) => part.diff).join("<br>") });
    const button = (label, act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-line btn-sm", textContent: label });
      made.setAttribute("aria-label", `${label}: ${other.label}`);
      made.addEventListener("click", act);
      return made;
    };
    const settle = () => { know(other); box.remove(); changed(); };
    const acts = Object.assign(document.createElement("div"), { className: "d-flex flex-wrap gap-2 mt-2" });
    // Lines of a table are chosen one by one on the page that the portal makes of both.
    if (!other.values) acts.append(button(words.decide, () => form.requestSubmit(form.querySelector("[name=then]"))));
    else {
      acts.append(button(words.keep, settle), button(words.take, () => { put(other.name, other.values); settle(); }));
      if (other.both) acts.append(button(words.both, () => { put(other.name, [other.both]); settle(); controls(other.name)[0].focus(); }));
    }
    box.append(Object.assign(document.createElement("p"), { textContent: words.theirs }), quote, compared, acts);
    (place(other.name) ?? form.querySelector("#rincian"))?.before(box);
  }
  const know = (other) => {
    const kept = seen.value.split(" ").filter((word) => word && !word.startsWith(`${other.name}:`));
    seen.value = [...kept, `${other.name}:${other.digest}`].join(" ");
  };
  function put(name, values) {
    for (const control of controls(name)) {
      if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
      else control.value = values[0] ?? "";
    }
    count();
  }

  // --- rows of costs ------------------------------------------------------------------------
  const blank = document.getElementById("blank-row"), table = document.getElementById("rincian");
  const rows = () => [...(table?.querySelectorAll("[data-row]") ?? [])];
  const renumber = () => rows().forEach((row, number) => {
    for (const part of row.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
      for (const name of ["name", "id", "for", "aria-describedby"]) {
        if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(/lines-(\d+|__prefix__)-/, `lines-${number}-`));
      }
    }
    row.querySelector("[name=remove]").value = number;
    form.elements["lines-TOTAL_FORMS"].value = rows().length;
  });
  // Somebody else's rows were saved among mine: show them all, and leave the cursor in the row it was in.
  const lay = (fresh) => {
    const active = document.activeElement?.closest?.("[data-row]") && document.activeElement;
    const part = active?.name?.replace(/^lines-\d+-/, ""), item = active?.closest("[data-row]").querySelector("[name$=-item]").value;
    rows().forEach((row) => row.remove());
    const holder = document.createElement("template");
    holder.innerHTML = fresh.rows;
    table.tFoot.before(holder.content);
    if (!rows().length) addRow();
    renumber();
    know(fresh);
    const again = item && rows().find((row) => row.querySelector("[name$=-item]").value === item);
    again?.querySelector(`[name$="-${part}"]`)?.focus();
  };
  const addRow = () => { table.tFoot.before(blank.content.cloneNode(true)); renumber(); };
  const removeRow = (row) => { row.remove(); if (!rows().length) addRow(); renumber(); };
  table?.addEventListener("click", (event) => {
    const button = event.target.closest("[name=remove]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-row]"), next = row.nextElementSibling?.matches("[data-row]") ? row.nextElementSibling : rows().at(-2);
    removeRow(row);
    (next ?? rows()[0]).querySelector("input")?.focus();
    changed();
  });
  form.querySelector("[name=add]")?.addEventListener("click", (event) => {
    event.preventDefault();
    addRow();
    rows().at(-1).querySelector("input").focus();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name?.endsWith("-source") && event.target.value === "other") event.target.closest("[data-row]").querySelector("details").open = true;
  });

  // --- regencies ------------------------------------------------------------------------------
  const filter = form.querySelector("[data-filter]");
  if (filter) {
    filter.hidden = false;
    filter.addEventListener("input", (event) => {
      event.stopPropagation();
      const wanted = filter.value.trim().toLowerCase();
      for (const box of form.querySelectorAll(".picker .form-check")) box.hidden = !box.textContent.toLowerCase().includes(wanted);
    });
    filter.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }
  const count = () => {
    const shown = form.querySelector("[data-chosen]");
    if (shown) shown.textContent = form.querySelectorAll(".picker input:checked").length || shown.dataset.none;
  };

  // --- typing, coming back, leaving ---------------------------------------------------------
  function changed() { typed += 1; local.write(); later(PAUSE); count(); }
  const counts = (event) => event.target.form === form && event.target.type !== "file" && event.target.name && event.target.name !== "paste" && !/^choose-/.test(event.target.name);
  document.addEventListener("input", (event) => { if (counts(event)) changed(); });
  window.addEventListener("online", () => { if (typed > confirmed || local.read()) send(); });

  const arrived = new URLSearchParams(location.search).get("dari");
  if (arrived) { local.forget(arrived); history.replaceState(null, "", location.pathname + location.hash); }
  const kept = local.read();
  if (kept && JSON.stringify(kept.entries) !== JSON.stringify(entries())) restore(kept);
  else if (kept) local.forget();
  function restore(copy) {
    const total = Number(new Map(copy.entries).get("lines-TOTAL_FORMS") ?? 0);
    if (table) { while (rows().length < total) addRow(); while (rows().length > Math.max(total, 1)) rows().at(-1).remove(); renumber(); }
    const texts = new Map();
    for (const [name, value] of copy.entries) texts.set(name, [...(texts.get(name) ?? []), value]);
    for (const control of form.elements) {
      if (!control.name || ["hidden", "submit", "button", "file"].includes(control.type) || control.name === "paste" || /^choose-/.test(control.name)) continue;
      if (["checkbox", "radio"].includes(control.type)) control.checked = (texts.get(control.name) ?? []).includes(control.value);
      else if (texts.has(control.name)) control.value = texts.get(control.name)[0];
    }
    seen.value = copy.seen;
    count();
    say(words.restored, "busy");
    typed += 1;
    later(300);
  }

  // A link inside the portal waits for what is still unsaved; closing the window sends it on its way.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest(".steps a, .foot a, .crumbs a, .tabs a");
    if (!link || typed === confirmed || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    event.preventDefault();
    await send();
    location.href = link.href;
  });
  window.addEventListener("pagehide", () => { if (typed > confirmed && !sending) { leaving = true; send(); } });
  // With buttons the page itself is sent: the token may be older than a new sign-in in another window.
  form.addEventListener("submit", () => { clearTimeout(timer); confirmed = typed; form.elements.csrfmiddlewaretoken.value = token(); });
})();
