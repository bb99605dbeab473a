// Sends files and says how far they are; what was cut is sent again by itself. Without this file the browser does it once.
// [data-upload] is a place for one document, sent as soon as it is chosen; [data-sends] a form with files among its fields.
const PAUSE = 5, MOST_TRIES = 60;  // seconds; without a byte getting through

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-upload]");
  if (form && event.target.files?.length) send(form, form.querySelector("button"));
});
document.addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter;
  if (!form.matches("[data-upload], [data-sends]") || button?.hasAttribute("formaction")) return;
  if (!files(form).some((field) => field.files.length)) return;
  event.preventDefault();
  send(form, button);
}, true);
// Coming back with the browser's back button, the form can be sent again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach((form) => free(form)));

function files(form) {
  return [...form.querySelectorAll("[type=file]")];
}

// While it is on its way nothing in it can be changed: what is typed now would not be sent.
function hold(form, button) {
  form.dataset.busy = "yes";
  for (const field of form.elements) {
    if (field.readOnly === false && /^(?:textarea|text|search|email|number|date|tel|url|password)$/.test(field.type)) field.readOnly = true;
    else if (!field.disabled && /^(?:file|radio|checkbox|select-one|select-multiple)$/.test(field.type)) field.disabled = true;
    else continue;
    field.dataset.held = "yes";
  }
  button?.classList.add("busy");
  button?.setAttribute("aria-disabled", "true");
}
function free(form, words = "") {
  delete form.dataset.busy;
  for (const field of form.querySelectorAll("[data-held]")) {
    delete field.dataset.held;
    field.readOnly = field.disabled = false;
  }
  for (const button of form.querySelectorAll(".busy")) {
    button.classList.remove("busy");
    button.removeAttribute("aria-disabled");
  }
  form.querySelector("[data-sending] progress").hidden = true;
  for (const part of form.querySelectorAll("[data-so-far], [data-state]")) part.textContent = "";
  form.querySelector("[data-told]").textContent = words;
}

function send(form, button) {
  if (form.dataset.busy) return;
  const place = form.querySelector("[data-sending]"), bar = place.querySelector("progress");
  const far = place.querySelector("[data-so-far]"), told = place.querySelector("[data-told]");
  const say = (words) => { if (told.textContent !== words) told.textContent = words; };
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  let tries = 0;
  hold(form, button);
  bar.hidden = false;
  place.querySelector("[data-state]").textContent = bar.getAttribute("aria-label");
  say("");
  attempt();

  function attempt() {
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && event.loaded && show(event.loaded, event.total));
    request.addEventListener("load", () => arrived(request));
    request.addEventListener("error", cut);  // its key keeps it single, should it have arrived after all
    request.open("POST", form.getAttribute("action") || location.href);
    if (form.matches("[data-sends]")) request.setRequestHeader("X-Sends-Files", "1");
    request.send(body);
  }
  function show(loaded, total) {
    const shown = (bytes) => (bytes / 1e6).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    if (loaded < total) say("");
    bar.value = (loaded / total) * 100;
    far.textContent = place.dataset.far.replace("{done}", shown(loaded)).replace("{all}", shown(total));
  }
  async function cut() {
    try {  // a file that was saved or taken away after it was chosen can no longer be read
      for (const [, value] of body) if (value instanceof File) await value.stream().getReader().read();
    } catch {
      return free(form, place.dataset.changed);
    }
    tries += 1;
    if (tries > MOST_TRIES) return free(form, place.dataset.failed);
    say(place.dataset.cut);
    online(attempt, PAUSE);
  }
  function arrived(request) {
    if (request.status === 429 || request.status === 503) {
      say(place.dataset.full);
      return setTimeout(attempt, (Number(request.getResponseHeader("Retry-After")) || PAUSE) * 1000);
    }
    if (request.status >= 400) return free(form, reason(request.response) || place.dataset.failed);
    const next = request.getResponseHeader("X-Goes-To");
    if (next && !navigator.onLine) say(place.dataset.cut);
    if (next) return online(() => go(new URL(next, location.href)), 0);
    const onward = new URL(request.responseURL), page = request.response;
    if (form.matches("[data-sends]") && page?.getElementById("isi")) return again(page, onward);
    if (page?.getElementById("berkas")) return refresh(page);
    if (onward.pathname !== location.pathname) return go(onward);
    free(form, place.dataset.failed);
  }
  // The list of documents after one more.
  function refresh(page) {
    for (const id of ["berkas", "langkah", "kurang", "kabar"]) {
      const old = document.getElementById(id), made = page.getElementById(id);
      if (old && made) old.replaceWith(document.adoptNode(made));
    }
    document.querySelector(`#${form.closest("li").id} [type=file]`)?.focus();
  }
  // What was refused, with its reasons; the files stay chosen.
  function again(page, onward) {
    history.replaceState(null, "", onward.href);
    document.title = page.title;
    document.getElementById("isi").replaceWith(document.adoptNode(page.getElementById("isi")));
    for (const field of files(form)) {
      const fresh = document.getElementById(field.id);
      if (fresh?.type === "file") fresh.files = field.files;
    }
    for (const note of document.querySelectorAll("[data-forgotten]")) note.remove();
    window.htmx?.process(document.getElementById("isi"));
    document.dispatchEvent(new Event("sinergi:again"));
    document.querySelector("[data-focus-first]")?.focus();
  }
}

// Where another page answers, what was typed stays; its heading and first sentence say why.
function reason(page) {
  return [...(page?.querySelectorAll("#isi :is(h1, p)") ?? [])].slice(0, 2).map((part) => part.textContent.trim()).join(". ");
}

// At once or after so many seconds, but not while there is no line.
function online(act, seconds) {
  if (navigator.onLine) setTimeout(act, seconds * 1000); else addEventListener("online", act, { once: true });
}

function go(url) {
  const here = url.pathname === location.pathname && url.search === location.search;
  location.href = url.href;
  if (here) location.reload();
}
