/* Choosers with a search of their own do not say what they choose; their label does, also in rows added later. */
"use strict";
addEventListener("DOMContentLoaded", () => {
  const name = () => {
    for (const field of document.querySelectorAll("select.select2-hidden-accessible")) {
      const label = field.labels[0]?.textContent.replace("*", "").trim();
      const parts = field.nextElementSibling?.querySelectorAll(":is([role=combobox], [role=textbox], input):not([aria-label])");
      for (const part of label && parts || []) { part.removeAttribute("aria-labelledby"); part.setAttribute("aria-label", label); }
    }
  };
  name();
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
});
