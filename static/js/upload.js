// Sends a document as soon as it is chosen and shows how far it is; without this file the button does it.
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-upload]");
  if (form && event.target.files?.length) upload(form);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-upload]") || !event.target.querySelector("[type=file]").files.length) return;
  event.preventDefault();
  upload(event.target);
}, true);

function upload(form) {
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const bar = form.querySelector("progress"), far = form.querySelector("span[data-far]");
  const said = form.querySelector("[data-said]"), button = form.querySelector("button");
  const over = (words) => {
    delete form.dataset.busy;
    button.classList.remove("busy");
    bar.hidden = true;
    far.textContent = "";
    said.textContent = words;
  };
  bar.hidden = false;
  button.classList.add("busy");
  send();

  function send() {
    const request = new XMLHttpRequest(), again = () => { said.textContent = ""; send(); };
    request.responseType = "document";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && show(event.loaded, event.total));
    request.addEventListener("load", () => arrived(request));
    request.addEventListener("error", () => {  // its key keeps it single, should it have arrived after all
      said.textContent = form.dataset.cut;
      if (navigator.onLine) setTimeout(again, 5000); else addEventListener("online", again, { once: true });
    });
    request.open("POST", location.pathname);
    request.send(new FormData(form));
  }
  function show(loaded, total) {
    const shown = (bytes) => (bytes / 1e6).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    bar.value = (loaded / total) * 100;
    far.textContent = form.dataset.far.replace("{done}", shown(loaded)).replace("{all}", shown(total));
  }
  function arrived(request) {
    const page = request.response, fresh = page?.getElementById("berkas");
    if (!fresh) {
      if (new URL(request.responseURL).pathname !== location.pathname) location.href = request.responseURL;
      else over(form.dataset.failed);
      return;
    }
    for (const id of ["berkas", "langkah", "kurang", "kabar"]) {
      const old = document.getElementById(id), made = page.getElementById(id);
      if (old && made) old.replaceWith(document.adoptNode(made));
    }
    document.querySelector(`#${form.closest("li").id} [type=file]`)?.focus();
  }
}
