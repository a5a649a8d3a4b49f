// Search by names and sentences: a combobox with a list of results. The index is loaded on first use.
"use strict";
(() => {
  const box = document.getElementById("search");
  const input = document.getElementById("search-text");
  const list = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  const root = document.documentElement.dataset.root;
  const MOST = 12;
  let loading = null;
  let active = -1;

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function load() {
    loading ??= new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = `${root}assets/search-index.js`;
      script.onload = () => resolve(window.spacepactIndex.map(([path, kind, text, ...names]) => ({ path, kind, text, names, folded: [text, ...names].map(fold) })));
      script.onerror = () => {
        status.textContent = "The search index cannot be loaded.";
        resolve([]);
      };
      document.head.append(script);
    });
    return loading;
  }

  // Rank: an exact name, the start of a name, the start of a word, all words somewhere.
  function rank(entry, wanted, words) {
    if (entry.folded.includes(wanted)) return 0;
    if (entry.folded.some((name) => name.startsWith(wanted))) return 1;
    if (entry.folded.some((name) => name.includes(` ${wanted}`))) return 2;
    const all = entry.folded.join(" ");
    return words.every((word) => all.includes(word)) ? 3 : -1;
  }

  function find(entries, text) {
    const wanted = fold(text.trim());
    const words = wanted.split(/\s+/);
    const hits = [];
    entries.forEach((entry, number) => {
      const place = rank(entry, wanted, words);
      if (place >= 0) hits.push({ entry, place, number });
    });
    return hits.sort((a, b) => a.place - b.place || a.number - b.number).map((hit) => hit.entry);
  }

  function show(hits) {
    const items = hits.slice(0, MOST).map((entry, number) => {
      const item = document.createElement("li");
      item.id = `search-result-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.path = entry.path;
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = entry.kind === "claim" ? `claim, ${entry.names.join(", ")}` : [entry.kind, ...entry.names.slice(0, 3)].join(" · ");
      item.append(entry.text, kind);
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        open(item);
      });
      return item;
    });
    list.replaceChildren(...items);
    const more = hits.length > MOST ? `, the first ${MOST} are shown` : "";
    status.textContent = hits.length ? `${hits.length} ${hits.length === 1 ? "result" : "results"}${more}` : "No results";
    toggle(items.length > 0);
  }

  function toggle(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    select(-1);
  }

  function select(number) {
    const items = [...list.children];
    active = number;
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === number)));
    if (number < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", items[number].id);
      items[number].scrollIntoView({ block: "nearest" });
    }
  }

  function open(item) {
    window.location.href = `${root}${item.dataset.path}.html`;
  }

  async function update() {
    const entries = await load();
    if (input.value.trim()) show(find(entries, input.value));
    else {
      status.textContent = "";
      toggle(false);
    }
  }

  input.addEventListener("focus", load);
  input.addEventListener("input", update);
  input.addEventListener("blur", () => toggle(false));
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.childElementCount;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!count) update();
      else select(event.key === "ArrowDown" ? (active + 1) % count : (active <= 0 ? count : active) - 1);
    } else if (event.key === "Enter" && count) {
      event.preventDefault();
      open(list.children[Math.max(active, 0)]);
    } else if (event.key === "Escape") {
      if (count) event.preventDefault();
      if (!count) input.value = "";
      toggle(false);
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "") || document.activeElement?.isContentEditable;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
  box.hidden = false;
})();
