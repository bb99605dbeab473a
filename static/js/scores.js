// The weighted total while points are typed; and what is typed stays in this browser until the review is given.
(() => {
  const store = (name) => `sinergi:review:${name}`;
  for (const done of document.querySelectorAll("[data-forget]")) {
    try { localStorage.removeItem(store(done.dataset.forget)); } catch { /* forbidden */ }
  }
  const form = document.querySelector("form[data-scores]");
  if (!form) return;
  const inputs = [...form.querySelectorAll("[data-weight]")], line = form.querySelector("[data-total]");
  const kept = [...form.elements].filter((control) => control.name && !["csrfmiddlewaretoken", "key", "review"].includes(control.name));

  function total() {
    const given = inputs.filter((input) => /^(100|\d{1,2})$/.test(input.value.trim()));
    const weights = given.reduce((sum, input) => sum + Number(input.dataset.weight), 0);
    const points = given.reduce((sum, input) => sum + Number(input.value) * Number(input.dataset.weight), 0);
    line.hidden = !weights;
    line.querySelector("[data-part]").hidden = given.length === inputs.length;
    line.querySelector("output").textContent = weights
      ? (points / weights).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 }) : "";
  }
  function keep() {
    const typed = kept.map((control) => [control.name, control.type === "radio" ? control.checked && control.value : control.value]);
    try { localStorage.setItem(store(form.dataset.keep), JSON.stringify(typed.filter((pair) => pair[1]))); } catch { /* full or forbidden */ }
  }
  function restore() {
    let typed = null;
    try { typed = JSON.parse(localStorage.getItem(store(form.dataset.keep))); } catch { /* forbidden */ }
    if (!typed || kept.some((control) => control.type === "radio" ? control.checked : control.value)) return;
    for (const [name, value] of typed) {
      for (const control of kept.filter((one) => one.name === name)) {
        if (control.type === "radio") control.checked = control.value === value; else control.value = value;
      }
    }
  }
  restore();
  total();
  form.addEventListener("input", () => { total(); keep(); });
})();
