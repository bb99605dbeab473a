// The search box of the bar: "/" goes into it, arrows walk through what it suggests, Escape closes that.
const box = document.querySelector(".find input");
const suggested = document.querySelector(".find .suggested");

function entries() {
  return [...suggested.querySelectorAll("a")];
}

function show(open) {
  suggested.hidden = !open || !suggested.textContent.trim();
}

// Where somebody writes, a stroke is a stroke.
function writing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const there = box && box.offsetParent ? box : document.querySelector(".find-page input");
  if (!there) return document.querySelector(".find-link")?.click();
  event.preventDefault();
  there.focus();
  there.select();
});

box?.form.addEventListener("keydown", (event) => {
  const links = entries(), at = links.indexOf(document.activeElement);
  if (event.key === "Escape" && !suggested.hidden) {
    show(false);
    box.focus();
    event.preventDefault();
  } else if (event.key === "ArrowDown" && !suggested.hidden && at + 1 < links.length) {
    links[at + 1].focus();
    event.preventDefault();
  } else if (event.key === "ArrowUp" && at >= 0) {
    (links[at - 1] || box).focus();
    event.preventDefault();
  }
});

box?.addEventListener("input", () => { if (box.value.trim().length < 2) show(false); });
box?.addEventListener("focus", () => show(box.value.trim().length > 1));
box?.form.addEventListener("focusout", (event) => { if (!box.form.contains(event.relatedTarget)) setTimeout(() => { if (!box.form.contains(document.activeElement)) show(false); }, 150); });
document.body.addEventListener("htmx:afterSwap", (event) => { 
  if (event.target !== suggested) return;
  show(document.activeElement === box && box.value.trim().length > 1);
  box.form.querySelector("[role=status]").textContent = suggested.querySelector("[data-said]")?.dataset.said || "";
});
