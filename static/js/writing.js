// Beside a draft: tells colleagues that this page is open, hears who else writes, and adds up the costs at each key.
// The portal decides what is saved and what it amounts to; this only shows it sooner.
(() => {
  const form = document.getElementById("draft");
  if (!form) return;

  // --- who writes ---------------------------------------------------------------------------
  const SIGN_OF_LIFE = 20000;
  const place = document.getElementById("penulis");
  const token = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
  let timer = 0;
  async function tell() {
    if (document.visibilityState !== "visible") return;
    try {
      const response = await fetch(form.dataset.writing, { method: "POST", redirect: "manual",
        headers: { "X-CSRFToken": token() }, body: new URLSearchParams({ step: form.dataset.step }) });
      if (response.status === 403 || response.type === "opaqueredirect") return clearInterval(timer);
      const told = response.ok ? await response.text() : "";
      if (response.ok && told !== place.innerHTML) place.innerHTML = told;
    } catch { /* no connection: the next sign of life may get through */ }
  }
  timer = setInterval(tell, SIGN_OF_LIFE);
  document.addEventListener("visibilitychange", tell);
  tell();

  // --- sums while typing ----------------------------------------------------------------------
  const table = document.getElementById("rincian"), total = document.getElementById("jumlah");
  if (!table) return;
  const WHOLE = /^(?:\d+|\d{1,3}(?:\.\d{3})+)$/;
  const whole = (text) => (WHOLE.test(text) ? Number(text.replaceAll(".", "")) : null);
  const quantity = (text) => whole(/^[\d.,]+/.exec(text.trim())?.[0] ?? "");
  const price = (text) => whole(text.trim().replace(/^(?:rp|idr)\.?\s*/i, "").replace(/,(?:-|00?)$/, "").replaceAll(" ", "."));
  const grouped = (amount) => String(amount).replace(/\B(?=(\d{3})+$)/g, ".");
  function add() {
    let sum = 0;
    for (const row of table.querySelectorAll("[data-row]")) {
      const many = quantity(row.querySelector("[name$=-volume]").value), each = price(row.querySelector("[name$=-unit_price]").value);
      const amount = many === null || each === null ? null : many * each;
      row.querySelector("[data-amount]").textContent = amount === null ? "–" : grouped(amount);
      sum += amount ?? 0;
    }
    total.textContent = grouped(sum);
  }
  table.addEventListener("input", add);
  table.addEventListener("click", () => setTimeout(add));
})();
