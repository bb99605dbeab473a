// One dialog asks once before a form with data-confirm is sent, and says what follows.
(() => {
  const dialog = document.getElementById("ask");
  if (!dialog) return;
  let waiting = null;
  document.addEventListener("submit", (event) => {
    const asked = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (!asked || event.target === waiting?.form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { form: event.target, submitter: event.submitter };
    dialog.querySelector("[data-ask-text]").textContent = asked;
    dialog.querySelector("[value=yes]").textContent = event.submitter?.textContent.trim() || dialog.dataset.yes;
    dialog.returnValue = "";
    dialog.showModal();
  }, true);
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "yes") waiting.form.requestSubmit(waiting.submitter);
    waiting = null;
  });
})();
