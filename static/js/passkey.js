// Passkeys: asks the device, puts its answer into the form, sends it. webauthn-json.js comes with allauth.
(() => {
  if (!window.PublicKeyCredential || !window.webauthnJSON) return;
  const options = async (form) => {
    const kept = document.getElementById("passkey-options");
    if (kept) return JSON.parse(kept.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const create = (wanted, alone) => {
    Object.assign(wanted.publicKey.authenticatorSelection, { residentKey: alone ? "required" : "discouraged", requireResidentKey: alone },
      alone ? { userVerification: "required" } : {});
    return window.webauthnJSON.create(wanted);
  };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-ask]"), said = form.querySelector("[data-said]");
    form.hidden = button.hidden = false;
    button.addEventListener("click", () => form.requestSubmit());
    form.addEventListener("submit", async (event) => {  // Enter in the name asks the device, too
      event.preventDefault();
      said.textContent = "";
      try {
        const wanted = await options(form);
        const made = form.dataset.passkey === "add"
          ? await create(wanted.creation_options, form.elements.passwordless.checked)
          : await window.webauthnJSON.get(wanted.request_options);
        form.elements.credential.value = JSON.stringify(made);
        form.submit();
      } catch { said.textContent = form.dataset.failed; }
    });
  }
})();
