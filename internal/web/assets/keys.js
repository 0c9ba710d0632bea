// Keys as in the feed readers people know: j k o v / ? and g + letter. Reading works without this script.
(() => {
  const goTo = { a: "/articles", s: "/statements", f: "/search", r: "/sources" };
  const items = () => [...document.querySelectorAll("[data-item]")];
  let at = -1, afterG = false;

  function move(step) {
    const list = items();
    if (!list.length) return;
    if (at >= 0 && list[at]) list[at].removeAttribute("aria-selected");
    at = Math.max(0, Math.min(list.length - 1, at + step));
    list[at].setAttribute("aria-selected", "true");
    list[at].scrollIntoView({ block: "nearest" });
    const link = list[at].querySelector("a[href]");
    if (link) link.focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target.matches("input, select, textarea")) {
      if (e.key === "Escape") e.target.blur();
      return;
    }
    if (afterG) {
      afterG = false;
      if (goTo[e.key]) { location.href = goTo[e.key]; return; }
    }
    switch (e.key) {
      case "j": move(1); break;
      case "k": move(-1); break;
      case "o": { const l = items()[at]?.querySelector("a[href]"); if (l) location.href = l.href; break; }
      case "v": { const l = document.querySelector('.by a[rel~="external"]'); if (l) location.href = l.href; break; }
      case "/": { e.preventDefault(); document.querySelector("input.find")?.focus(); break; }
      case "?": location.href = "/keys"; break;
      case "g": afterG = true; setTimeout(() => { afterG = false; }, 1500); break;
    }
  });

})();
