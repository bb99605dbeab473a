// A list by keyboard, and its chosen rows counted. Without this file every row has its link and its box all the same.
(() => {
  const table = document.querySelector("[data-list]");
  const bar = document.querySelector("[data-choosing]");
  const dialog = document.getElementById("tombol");
  if (!table || !bar || !dialog) return;
  const boxes = [...table.querySelectorAll("input[name=baris]")];
  const whole = bar.querySelector("[name=semua]");
  const all = table.querySelector("[data-all]");
  const count = bar.querySelector("[data-count]");

  function tell() {
    const chosen = boxes.filter((box) => box.checked).length;
    bar.classList.toggle("some", chosen > 0 || whole.checked);
    count.hidden = whole.checked || chosen === 0;
    count.textContent = chosen === 1 ? count.dataset.one : count.dataset.many.replace("{n}", chosen);
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    for (const box of boxes) box.closest("tr").classList.toggle("chosen", box.checked || whole.checked);
  }
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    if (!all.checked) whole.checked = false;
    tell();
  });
  table.addEventListener("change", tell);
  bar.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  tell();

  // Keys: the row's own link has the focus, so Enter opens it and the focus is seen.
  const links = [...table.querySelectorAll(".title a")];
  const off = dialog.querySelector("[data-keys-off]");
  const stored = (() => { try { return localStorage; } catch { return null; } })();
  off.checked = stored?.getItem("sinergi-list-keys") === "off";
  off.addEventListener("change", () => stored?.setItem("sinergi-list-keys", off.checked ? "off" : "on"));
  for (const button of document.querySelectorAll("[data-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }
  const row = () => document.activeElement?.closest("[data-list] tbody tr");
  const typing = (element) => element.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
  function step(by) {
    const here = row() ? links.indexOf(row().querySelector(".title a")) : by > 0 ? -1 : links.length;
    links[Math.min(Math.max(here + by, 0), links.length - 1)].focus();
  }
  document.addEventListener("keydown", (event) => {
    if (off.checked || event.ctrlKey || event.metaKey || event.altKey || dialog.open || typing(event.target)) return;
    const down = event.key === "j" || (event.key === "ArrowDown" && row());
    const up = event.key === "k" || (event.key === "ArrowUp" && row());
    if (down || up) step(down ? 1 : -1);
    else if (event.key === "x" && row()) row().querySelector("[name=baris]").click();
    else if (event.key === "?") dialog.showModal();
    else return;
    event.preventDefault();
  });
})();
