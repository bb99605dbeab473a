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
  const bar = form.querySelector("progress"), said = form.querySelector("[data-said]"), button = form.querySelector("button");
  const request = new XMLHttpRequest();
  request.responseType = "document";
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100; });
  const failed = () => {
    delete form.dataset.busy;
    button.classList.remove("busy");
    bar.hidden = true;
    said.textContent = form.dataset.failed;
  };
  request.addEventListener("error", failed);
  request.addEventListener("load", () => {
    const page = request.response, fresh = page?.getElementById("berkas");
    if (!fresh) {
      if (new URL(request.responseURL).pathname !== location.pathname) location.href = request.responseURL;
      else failed();
      return;
    }
    for (const id of ["berkas", "langkah", "kurang", "kabar"]) {
      const old = document.getElementById(id), made = page.getElementById(id);
      if (old && made) old.replaceWith(document.adoptNode(made));
    }
    document.querySelector(`#${form.closest("li").id} [type=file]`)?.focus();
  });
  bar.hidden = false;
  said.textContent = "";
  button.classList.add("busy");
  request.open("POST", location.pathname);
  request.send(new FormData(form));
}
