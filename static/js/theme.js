// Before the first paint: scripts are on, and "auto" becomes what the device asks for.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const chosen = /(?:^|; )(?:__Host-)?theme=(light|dark)/.exec(document.cookie)?.[1];
  const device = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => { root.dataset.bsTheme = chosen ?? (device.matches ? "dark" : "light"); };
  paint();
  device.addEventListener("change", paint);
})();
