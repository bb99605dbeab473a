// Warns before the session ends, keeps every typed word when it has ended, and brings it back after signing in again.
(() => {
  const box = document.getElementById("sesi");
  if (!box) return;
  const said = box.querySelector("p"), stay = box.querySelector("[data-stay]"), again = box.querySelector("[data-again]");
  const store = `sinergi:kept:${box.dataset.who}:${location.pathname}`, A_DAY = 24 * 3600 * 1000;
  let end = Infinity, over = false, stays = true;

  // --- what is typed: forms that keep their own words (drafts, reviews) are left to themselves ----------
  const forms = () => [...document.querySelectorAll("main form[method=post]")].filter((form) => form.id !== "draft" && !form.dataset.keep);
  const fields = () => forms().flatMap((form) => [...form.elements]
    .filter((field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type))
    .map((field) => ({ field, at: `${form.getAttribute("action") ?? ""}:${field.name}:${["checkbox", "radio"].includes(field.type) ? field.value : ""}` })));
  const text = (field) => ["checkbox", "radio"].includes(field.type) ? field.checked : field.value;
  const first = new Map();
  const remember = () => { for (const { field, at } of fields()) if (!first.has(at)) first.set(at, text(field)); };
  function keep() {
    const typed = fields().filter(({ field, at }) => first.get(at) !== text(field)).map(({ field, at }) => [at, text(field)]);
    try { if (typed.length) localStorage.setItem(store, JSON.stringify({ at: Date.now(), typed })); } catch { /* full or forbidden */ }
  }
  function restore() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(store)); } catch { /* forbidden */ }
    if (!kept || Date.now() - kept.at > A_DAY) return;
    const found = new Map(kept.typed), places = fields().filter(({ at }) => found.has(at));
    if (!places.length) return;
    localStorage.removeItem(store);
    for (const { field, at } of places) {
      if (["checkbox", "radio"].includes(field.type)) field.checked = found.get(at); else field.value = found.get(at);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.closest("details")?.setAttribute("open", "");
    }
    show(box.dataset.restored, "restored");
  }

  // --- saying it ----------------------------------------------------------------------------------------
  function show(words, state) {
    if (said.textContent !== words) said.textContent = words;
    box.dataset.state = state;
    stay.hidden = state !== "warning" || !stays;
    again.hidden = state !== "ended";
    again.href = `${box.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
    box.hidden = false;  // told aloud by its role; the focus stays where somebody may be typing
  }
  const hide = () => { box.hidden = true; };
  const left = () => Math.round((end - Date.now()) / 1000);
  const plan = (seconds) => { end = Date.now() + seconds * 1000; };

  // Another window may have prolonged it, or signed out: the portal is asked before anything is said.
  async function ask(method) {
    const token = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
    const answer = await fetch(box.dataset.url, { method, headers: { Accept: "application/json", "X-CSRFToken": token } });
    const known = await answer.json();
    stays = known.stays;
    plan(String(known.who) === box.dataset.who ? known.left : 0);
  }
  async function look() {
    if (over || left() > Number(box.dataset.warn)) return;
    if (box.hidden || left() <= 0) try { await ask("GET"); } catch { /* offline: what is known here counts */ }
    if (left() > Number(box.dataset.warn)) return hide();
    if (left() <= 0) { over = true; keep(); return show(box.dataset.ended, "ended"); }
    if (box.hidden || box.dataset.state === "warning") show(box.dataset.warning.replace("{minutes}", String(Math.max(1, Math.ceil(left() / 60)))), "warning");
  }
  stay.addEventListener("click", async () => { try { await ask("POST"); } catch { return; } if (left() > 0) hide(); else look(); });
  box.querySelector("[data-close]").addEventListener("click", hide);
  document.addEventListener("submit", (event) => {
    if (left() > 0 || !forms().includes(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keep();
    over = true;
    show(box.dataset.ended, "ended");
  }, true);

  remember();
  document.addEventListener("focusin", remember);
  restore();
  if (box.dataset.left !== "None") {
    plan(Number(box.dataset.left));
    setInterval(look, 5000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
    look();
  }
})();
