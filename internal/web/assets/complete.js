// Completion of queries, as a list below the box (the combobox of the ARIA practices). Search works without this script.
(() => {
  for (const input of document.querySelectorAll("input[data-complete]")) {
    const field = input.dataset.complete; // of a box that holds one field's value; "" for a whole query
    const list = document.createElement("ul");
    const id = "complete-" + Math.random().toString(36).slice(2);
    let keep = "", chosen = -1, asked = 0, timer;
    Object.assign(list, { id, className: "complete", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Completions");
    input.parentElement.classList.add("completing");
    input.parentElement.append(list);
    for (const [k, v] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", id], ["aria-expanded", "false"]]) input.setAttribute(k, v);

    const close = () => { list.hidden = true; chosen = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };

    function choose(i) {
      list.children[chosen]?.setAttribute("aria-selected", "false");
      chosen = (i + list.children.length) % list.children.length;
      list.children[chosen].setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", list.children[chosen].id);
    }

    function take(text) {
      if (field) {
        input.value = text.replaceAll('"', "");
        return close();
      }
      const after = input.value.slice(input.selectionStart);
      const end = text.endsWith(":") ? "" : " ";
      input.value = keep + text + end + after.trimStart();
      const at = (keep + text + end).length;
      input.setSelectionRange(at, at);
      close();
      if (!end) ask();
    }

    function show(answer) {
      keep = answer.keep;
      list.replaceChildren(...answer.suggestions.map((s, i) => {
        const li = document.createElement("li");
        const what = document.createElement("span");
        li.id = id + "-" + i;
        li.setAttribute("role", "option");
        li.setAttribute("aria-selected", "false");
        what.textContent = s.what;
        li.append(s.text, " ", what);
        li.addEventListener("mousedown", (e) => { e.preventDefault(); take(s.text); });
        return li;
      }));
      list.hidden = !answer.suggestions.length;
      chosen = -1;
      input.setAttribute("aria-expanded", String(!list.hidden));
    }

    async function ask() {
      const n = ++asked;
      const typed = input.value.slice(0, input.selectionStart);
      const before = field && typed ? field + ':"' + typed : typed;
      if (!/[^\s(]$/.test(before)) return close();
      try {
        const answer = await (await fetch("/complete?before=" + encodeURIComponent(before))).json();
        if (n === asked && document.activeElement === input) show(answer);
      } catch { close(); }
    }

    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (e) => {
      if (list.hidden) return;
      switch (e.key) {
        case "ArrowDown": e.preventDefault(); choose(chosen + 1); break;
        case "ArrowUp": e.preventDefault(); choose(chosen < 0 ? -1 : chosen - 1); break;
        case "Enter": if (chosen >= 0) { e.preventDefault(); take(list.children[chosen].firstChild.data); } break;
        case "Escape": e.preventDefault(); e.stopPropagation(); close(); break;
      }
    });
  }
})();
