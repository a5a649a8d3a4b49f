// Controls that hide claims: as of a day of publication, by family of stance, by document.
// They work on the cards and lines of claims, by their data-published, data-family and data-documents. Things,
// documents and rows of tables have only data-published. Pictures have their own controls, except for the day.
"use strict";
(() => {
  const controls = document.querySelector("[data-controls]");
  const items = [...document.querySelectorAll("main [data-published]")].filter((item) => !item.closest(".picture"));
  if (!controls || items.length < 2) return;
  const noun = controls.dataset.noun || "claims";
  const counted = noun === "claims" ? items.filter((item) => item.dataset.claim) : items;
  const size = (some) => new Set(some.map((item) => item.dataset.claim || item)).size;
  // An entry is there only if all its claims are, such as both claims of a contradiction.
  const parts = new Map(items.map((item) => [item, [...(item.closest(".entry")?.querySelectorAll("[data-published]") || [item])]]));

  const values = (key) => [...new Set(items.flatMap((item) => (item.dataset[key] || "").split(" ")))].filter(Boolean).sort();
  const known = remembered();
  const days = [...new Set([...values("published"), known])].filter(Boolean).sort();
  const families = values("family");
  const documents = values("documents");
  const state = { day: "", hidden: new Set(), document: "" };
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const shown = make("output", { className: "shown" });

  function isLater(item) {
    return Boolean(state.day && item.dataset.published > state.day);
  }

  function apply() {
    for (const item of items) {
      const { family, documents: names } = item.dataset;
      item.hidden =
        parts.get(item).some(isLater) ||
        state.hidden.has(family) ||
        Boolean(state.document && names !== undefined && !names.split(" ").includes(state.document));
    }
    for (const drawn of document.querySelectorAll(".picture [data-published]")) {
      drawn.toggleAttribute("hidden", isLater(drawn)); // an element of SVG has no property "hidden"
    }
    for (const section of document.querySelectorAll("main section, main .entry")) {
      const inside = items.filter((item) => section.contains(item));
      if (!inside.length || section.contains(controls)) continue;
      const isEmpty = inside.every((item) => item.hidden);
      section.toggleAttribute("data-empty", isEmpty);
      const target = section.querySelector("h2[id]");
      if (target) document.querySelectorAll(`main li > a[href="#${target.id}"]`).forEach((link) => link.parentElement.toggleAttribute("data-empty", isEmpty));
    }
    const [every, left] = [size(counted), size(counted.filter((item) => !item.hidden))];
    shown.textContent = left === every ? `all ${every} ${noun} shown` : `${left} of ${every} ${noun} shown; other numbers on this page count everything`;
    document.dispatchEvent(new CustomEvent("spacepact:filtered"));
  }

  if (days.length > 1) {
    const output = make("output", { textContent: "today" });
    const slider = make("input", { type: "range", min: 0, max: days.length, step: 1, value: days.length });
    slider.dataset.asOf = "";
    const move = () => {
      state.day = days[Number(slider.value)] || "";
      output.textContent = state.day || "today";
      slider.setAttribute("aria-valuetext", state.day || "today, everything");
      remember(state.day);
      apply();
    };
    slider.addEventListener("input", move);
    controls.append(make("label", { title: "Hide what was published later" }, "As of ", slider, output));
    if (known) slider.value = days.indexOf(known);
    state.day = known;
    output.textContent = known || "today";
    slider.setAttribute("aria-valuetext", known || "today, everything");
  }

  const onlyAsOf = controls.dataset.controls === "as-of";
  if (families.length > 1 && !onlyAsOf) {
    const names = { done: "stated", committed: "agreed or pledged", planned: "planned or hoped", denied: "denied", asked: "asked" };
    const boxes = Object.keys(names).filter((family) => families.includes(family)).map((family) => {
      const box = make("input", { type: "checkbox", checked: true });
      box.dataset.family = family;
      box.addEventListener("change", () => {
        state.hidden[box.checked ? "delete" : "add"](family);
        apply();
      });
      const line = make("span", { className: "line" });
      line.setAttribute("aria-hidden", "true");
      return make("label", { className: `stance-${family}` }, box, line, names[family]);
    });
    controls.append(make("fieldset", {}, make("legend", { className: "hidden", textContent: "Stances" }), ...boxes));
  }

  if (documents.length > 1 && !onlyAsOf) {
    const select = make("select", {}, make("option", { value: "", textContent: "all documents" }));
    select.append(...documents.map((name) => make("option", { value: name, textContent: name })));
    select.addEventListener("change", () => {
      state.document = select.value;
      apply();
    });
    controls.append(make("label", {}, "Document ", select));
  }

  // The day is kept for the other pages of the visit, if the browser allows it.
  function remember(day) {
    try { sessionStorage.setItem("spacepact-as-of", day); } catch { /* not allowed */ }
  }
  function remembered() {
    try { return sessionStorage.getItem("spacepact-as-of") || ""; } catch { return ""; }
  }

  if (controls.childElementCount) {
    controls.append(shown);
    controls.hidden = false;
    apply();
  }
})();
