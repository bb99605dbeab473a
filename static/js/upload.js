// Sends files and says how far they are; what was cut is sent again by itself. Without this file the browser does it once.
// [data-upload] is a place for one document, sent as soon as it is chosen; [data-sends] a form with files among its fields.
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

function files(form) {
  return [...form.querySelectorAll("[type=file]")];
}

function send(form, button) {
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const place = form.querySelector("[data-sending]"), bar = place.querySelector("progress");
  const far = place.querySelector("[data-so-far]"), said = place.querySelector("[data-told]");
  const words = new FormData(form);
  if (button?.name) words.append(button.name, button.value);
  bar.hidden = false;
  said.textContent = "";
  button?.classList.add("busy");
  attempt();

  function attempt() {
    const request = new XMLHttpRequest(), again = () => { said.textContent = ""; attempt(); };
    request.responseType = "document";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && show(event.loaded, event.total));
    request.addEventListener("load", () => arrived(request));
    request.addEventListener("error", () => {  // its key keeps it single, should it have arrived after all
      said.textContent = place.dataset.cut;
      if (navigator.onLine) setTimeout(again, 5000); else addEventListener("online", again, { once: true });
    });
    request.open("POST", form.getAttribute("action") || location.href);
    if (form.matches("[data-sends]")) request.setRequestHeader("X-Sends-Files", "1");
    request.send(words);
  }
  function show(loaded, total) {
    const shown = (bytes) => (bytes / 1e6).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    bar.value = (loaded / total) * 100;
    far.textContent = place.dataset.far.replace("{done}", shown(loaded)).replace("{all}", shown(total));
  }
  function arrived(request) {
    if (request.status === 429 || request.status === 503) {
      said.textContent = place.dataset.full;
      setTimeout(() => { said.textContent = ""; attempt(); }, (Number(request.getResponseHeader("Retry-After")) || 5) * 1000);
      return;
    }
    if (request.status >= 400) return stop(request.response);
    const next = request.getResponseHeader("X-Goes-To");
    if (next) return go(new URL(next, location.href));
    const onward = new URL(request.responseURL), part = form.matches("[data-upload]") ? "berkas" : "isi";
    if (request.response?.getElementById(part)) return part === "isi" ? again(request.response) : refresh(request.response);
    if (onward.pathname !== location.pathname && part === "berkas") return go(onward);
    stop(null);
  }
  // What was typed stays; the page that came instead says why, in its heading and first sentence.
  function stop(page) {
    delete form.dataset.busy;
    button?.classList.remove("busy");
    bar.hidden = true;
    far.textContent = "";
    const words = [...(page?.querySelectorAll("#isi :is(h1, p)") ?? [])].slice(0, 2).map((part) => part.textContent.trim());
    said.textContent = words.join(". ") || place.dataset.failed;
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
  function again(page) {
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

function go(url) {
  const here = url.pathname === location.pathname && url.search === location.search;
  location.href = url.href;
  if (here) location.reload();
}
