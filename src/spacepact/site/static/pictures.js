// Filters for the network and the timeline, and the claims of a chosen line. The pictures also work without it.
(function () {
  "use strict";

  document.querySelectorAll(".picture").forEach((picture) => {
    const items = [...picture.querySelectorAll("a.claims")];
    const after = picture.dataset.kind === "network" ? network(picture, items) : timeline(picture, items);
    picture.querySelector(".picture-box").before(filters(picture, items));
    // Other scripts may hide items too, such as those that are not yet published on a day.
    new MutationObserver(after).observe(picture.querySelector(".picture-box"), {
      subtree: true, attributeFilter: ["hidden", "class"],
    });
    after();
  });

  // ---- filters

  function filters(picture, items) {
    const claims = items.flatMap((item) => claimsOf(item));
    const form = make("fieldset", { class: "picture-filters" }, make("legend", {}, "Show"));
    const families = [...picture.querySelectorAll(".picture-legend [data-family]")].map((entry) => {
      const box = make("input", { type: "checkbox", value: entry.dataset.family, checked: "" });
      form.append(make("label", {}, box, " " + entry.textContent.trim()));
      return box;
    });
    const names = [...new Set(claims.flatMap((claim) => claim.documents))].sort();
    const choices = names.map((name) => make("option", { value: name }, name));
    const select = make("select", {}, make("option", { value: "" }, "all documents"), ...choices);
    const from = make("input", { type: "number", step: "1" });
    const until = make("input", { type: "number", step: "1" });
    const undated = make("input", { type: "checkbox", checked: "" });
    if (names.length > 1) form.append(make("label", {}, "document ", select));
    if (claims.some((claim) => claim.earliest || claim.latest)) {
      form.append(make("label", {}, "from year ", from), make("label", {}, "until year ", until));
      if (claims.some((claim) => !claim.earliest && !claim.latest)) {
        form.append(make("label", {}, undated, " undated or approximate"));
      }
    }
    const status = make("span", { role: "status" });
    form.append(status);

    function fits(claim) {
      if (select.value && !claim.documents.includes(select.value)) return false;
      if (!claim.earliest && !claim.latest) return undated.checked;
      if (from.value && claim.latest && claim.latest < year(from.value) + "-01-01") return false;
      return !(until.value && claim.earliest && claim.earliest > year(until.value) + "-12-31");
    }

    form.addEventListener("input", () => {
      const chosen = families.filter((box) => box.checked).map((box) => box.value);
      items.forEach((item) => {
        const shown = chosen.includes(item.dataset.family) && claimsOf(item).some(fits);
        item.classList.toggle("filtered-out", !shown);
      });
      const count = items.filter((item) => !item.classList.contains("filtered-out")).length;
      status.textContent = `${count} of ${items.length} ${picture.dataset.kind === "network" ? "lines" : "claims"}`;
    });
    return form;
  }

  function claimsOf(item) {
    const paths = item.dataset.claims.split(" ");
    return JSON.parse(item.dataset.each).map(([documents, published, earliest, latest], number) => (
      { path: paths[number], documents, published, earliest, latest }));
  }

  function year(text) {
    return String(Math.max(0, Math.trunc(Number(text)))).padStart(4, "0");
  }

  // ---- network

  function network(picture, edges) {
    const nodes = [...picture.querySelectorAll("a.node")];
    const own = new Map(nodes.map((node) => [
      node, edges.filter((edge) => edge.dataset.ends.split(" ").includes(node.dataset.node)),
    ]));
    let chosen = [];

    function emphasise(some) {
      const ends = new Set(some.flatMap((edge) => edge.dataset.ends.split(" ")));
      picture.classList.toggle("has-chosen", some.length > 0);
      edges.forEach((edge) => edge.classList.toggle("is-chosen", some.includes(edge)));
      nodes.forEach((node) => node.classList.toggle("is-end", ends.has(node.dataset.node)));
    }

    nodes.forEach((node) => {
      ["mouseenter", "focus"].forEach((name) => node.addEventListener(name, () => emphasise(own.get(node))));
      ["mouseleave", "blur"].forEach((name) => node.addEventListener(name, () => emphasise(chosen)));
    });
    edges.forEach((edge) => edge.addEventListener("click", (event) => {
      const cards = cardsOf(edge);
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !cards.length) return;
      event.preventDefault();
      chosen = [edge];
      emphasise(chosen);
      highlight(cards);
    }));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !chosen.length) return;
      chosen[0].focus();
      chosen = [];
      emphasise(chosen);
      highlight([]);
    });
    return () => nodes.forEach((node) => {
      const isLeft = own.get(node).some(isShown);
      if (node.classList.contains("filtered-out") === isLeft) node.classList.toggle("filtered-out");
    });
  }

  function cardsOf(edge) {
    const paths = edge.dataset.claims.split(" ");
    return [...document.querySelectorAll("[data-claim]")].filter((card) => paths.includes(card.dataset.claim));
  }

  function highlight(cards) {
    document.querySelectorAll(".is-highlighted").forEach((card) => card.classList.remove("is-highlighted"));
    cards.forEach((card) => card.classList.add("is-highlighted"));
    if (!cards.length) return;
    cards[0].tabIndex = -1;
    cards[0].focus({ preventScroll: true });
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    cards[0].scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  }

  // ---- timeline

  // Rows that are hidden leave no gap.
  function timeline(picture, rows) {
    const svg = picture.querySelector("svg.timeline");
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const below = [...svg.querySelectorAll(".below")].map((text) => [text, Number(text.getAttribute("y"))]);
    const ticks = [...svg.querySelectorAll(".tick")].map((line) => [line, Number(line.getAttribute("y2"))]);
    return () => {
      let gap = 0;
      rows.forEach((row) => {
        row.setAttribute("transform", `translate(0 ${-gap})`);
        gap += isShown(row) ? 0 : Number(row.dataset.height);
      });
      below.forEach(([text, y]) => text.setAttribute("y", y - gap));
      ticks.forEach(([line, y]) => line.setAttribute("y2", y - gap));
      svg.setAttribute("viewBox", `0 0 ${width} ${height - gap}`);
      svg.setAttribute("height", height - gap);
    };
  }

  // ---- helpers

  function isShown(item) {
    return !item.hasAttribute("hidden") && getComputedStyle(item).display !== "none";
  }

  function make(name, attributes, ...content) {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...content);
    return made;
  }
})();
