// Keys as in the feed readers people know: j k o v / ? and g + letter. Reading works without this script.
(() => {
  const goTo = { b: "/", t: "/stories", d: "/dossiers", a: "/articles", s: "/statements", u: "/subjects", v: "/review", n: "/figures", c: "/calendar", f: "/search", r: "/sources" };
  const items = () => [...document.querySelectorAll("[data-item]")];
  let at = -1, afterG = false;

  // linkOf is what opens an item: its place in the article where it has one, else its first link.
  const linkOf = (item) => item?.querySelector("a[data-open], .tools a[href], a[href]");

  // show scrolls to where a statement stands in the text; on a phone text and notes are too far apart for that.
  function show(item) {
    const group = item.dataset.on;
    const wide = matchMedia("(min-width:62.01rem)").matches;
    if (group && wide) document.querySelector(`h1 [data-on~="${group}"], .text [data-on~="${group}"]`)?.scrollIntoView({ block: "center" });
  }

  function move(step) {
    const list = items();
    if (!list.length) return;
    list[at]?.removeAttribute("data-here");
    at = Math.max(0, Math.min(list.length - 1, at + step));
    list[at].setAttribute("data-here", "");
    show(list[at]);
    list[at].scrollIntoView({ block: "nearest" });
    linkOf(list[at])?.focus({ preventScroll: true });
  }

  function press(e) {
    const answer = document.querySelector(`[data-key="${CSS.escape(e.key)}"]`);
    if (answer) {
      e.preventDefault();
      answer.click();
      return;
    }
    switch (e.key) {
      case "j": move(1); break;
      case "k": move(-1); break;
      case "o": linkOf(items()[at])?.click(); break;
      case "v": document.querySelector('.by a[rel~="external"]')?.click(); break;
      case "s": items()[at]?.querySelector("[data-star]")?.click(); break;
      case "m": items()[at]?.querySelector("[data-done]")?.click(); break;
      case "/": e.preventDefault(); document.querySelector("input.find")?.focus(); break;
      case "?": location.href = "/keys"; break;
      case "g": afterG = true; setTimeout(() => { afterG = false; }, 1500); break;
    }
  }

  // A form with data-live shows what it would find while one types: the part of its answer that is named so takes the place
  // of the one on the page.
  for (const form of document.querySelectorAll("form[data-live]")) {
    let wait, asked = 0;
    const look = async () => {
      const mine = ++asked;
      const q = new URLSearchParams(new FormData(form));
      if (!q.get("q")?.trim()) return;
      const answer = await fetch(`${form.getAttribute("action")}?${q}`).then((r) => r.text()).catch(() => "");
      const part = new DOMParser().parseFromString(answer, "text/html").getElementById(form.dataset.live);
      const here = document.getElementById(form.dataset.live);
      if (mine !== asked || !part || !here || here.contains(document.activeElement) && document.activeElement.name === "no") return;
      const at = here.contains(document.activeElement) ? document.activeElement : null;
      here.replaceWith(part);
      if (at) part.querySelector(`[name="${at.name}"][value="${CSS.escape(at.value)}"]`)?.focus();
    };
    form.addEventListener("input", (e) => {
      if (e.target.name === "q") form.querySelectorAll("[name=asked]").forEach((x) => { x.value = ""; });
      if (e.target.name === "name") return;
      clearTimeout(wait);
      wait = setTimeout(look, 300);
    });
  }

  // What may be pasted elsewhere gets a button that copies it, where the browser lets pages do that.
  for (const words of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
    const button = document.createElement("button");
    button.textContent = "Copy";
    button.addEventListener("click", () => navigator.clipboard.writeText(words.textContent).then(() => { button.textContent = "Copied"; }));
    words.after(" ", button);
  }

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target.matches("input, select, textarea")) {
      if (e.key === "Escape") e.target.blur();
      return;
    }
    if (afterG) {
      afterG = false;
      if (goTo[e.key]) location.href = goTo[e.key];
      return;
    }
    press(e);
  });
})();
