// Small comforts of every page; each works without this file, only less smoothly.

// On a phone the filters fold behind a button that says how many are set.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fold]");
  if (!button) return;
  const open = document.getElementById(button.dataset.fold).classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
});

// A sent form says that it is on its way and cannot be sent twice by an impatient thumb.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || event.target.getAttribute("method") !== "post" || button.dataset.again !== undefined) return;
  button.classList.add("busy");
  button.setAttribute("aria-disabled", "true");
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
// Coming back with the browser's back button, the page is as before sending.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll(".busy")) {
      button.classList.remove("busy");
      button.removeAttribute("aria-disabled");
    }
  }
});

// An act in place takes its button away: who pressed it goes on from what it says, not from the top of the page.
document.addEventListener("htmx:afterSettle", () => {
  const said = document.querySelector("#kabar .say");
  if (document.activeElement !== document.body || !said) return;
  said.tabIndex = -1;
  said.focus({ preventScroll: true });
});

// An act in place that ends on another page (an error to read, a refusal, a new sign-in) goes there; its key keeps it single.
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig.elt.closest("form[hx-select]");
  if (!form || (!event.detail.isError && new URL(event.detail.xhr.responseURL).pathname === location.pathname)) return;
  event.detail.shouldSwap = false;
  form.submit();
});

// What went wrong is read first; the present step of the way is in sight.
document.querySelector("[data-focus-first]")?.focus();
// So do the open room and the chosen view; also after the window was turned.
function inSight() {
  for (const now of document.querySelectorAll(".way .now, .tabs [aria-current], .presets [aria-current]")) {
    const row = now.closest("ol, ul, nav");
    row.scrollLeft += now.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - now.offsetWidth) / 2;
  }
}
inSight();
window.addEventListener("resize", inSight);
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Copies what a field holds, where the browser lets a page do that.
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", () => navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value).then(() => { button.textContent = button.dataset.copied; }));
}

// Escape puts away the meaning of a word that came by hover or focus, until the pointer or the focus moves on.
document.addEventListener("keydown", (event) => event.key === "Escape" && document.documentElement.classList.add("no-hints"));
for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, () => document.documentElement.classList.remove("no-hints"));

// A tab reached by the keyboard comes wholly into its scrolling row; browsers leave one that shows by an edge where it is.
document.querySelector(".tabs ul")?.addEventListener("focusin", (event) => event.target.scrollIntoView({ block: "nearest", inline: "center" }));
