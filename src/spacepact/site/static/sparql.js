// The SPARQL page: the editor sends its requests to the engine in a worker instead of to a server.
"use strict";
(() => {
  const config = JSON.parse(document.getElementById("sparql-config").textContent);
  const endpoint = new URL("sparql", location.href).href;
  const state = document.getElementById("sparql-state");
  const choice = document.getElementById("sparql-query");
  const networkFetch = window.fetch;
  const waiting = new Map();
  let worker = null;
  let lastNumber = 0;

  function startWorker() {
    const absolute = (path) => new URL(path, location.href).href;
    state.textContent = "The engine loads the graph …";
    worker = new Worker("assets/sparql-worker.js", { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.loaded !== undefined) state.textContent = `The graph is loaded: ${data.loaded.toLocaleString("en")} triples.`;
      else if (data.failed) state.textContent = `The engine did not start: ${data.failed}`;
      const answer = waiting.get(data.number);
      waiting.delete(data.number);
      if (answer) answer(data);
    };
    worker.onerror = () => {
      state.textContent = "The engine did not start. It needs a browser that runs modules in workers.";
    };
    worker.postMessage({
      engine: absolute(config.urls.engine),
      engineIntegrity: config.integrity.engine,
      wasm: absolute(config.urls.wasm),
      wasmIntegrity: config.integrity.wasm,
      graph: absolute(config.graph),
    });
  }

  // Answer one query in the worker. To abort a query, end the worker and start it again.
  function answer(query, signal) {
    return new Promise((resolve, reject) => {
      const number = ++lastNumber;
      waiting.set(number, ({ type, body, error }) => {
        if (error) resolve(new Response(error, { status: 400, headers: { "Content-Type": "text/plain" } }));
        else resolve(new Response(body, { headers: { "Content-Type": type } }));
      });
      signal?.addEventListener("abort", () => {
        if (!waiting.delete(number)) return;
        worker.terminate();
        startWorker();
        reject(new DOMException("The query was aborted.", "AbortError"));
      });
      worker.postMessage({ number, query });
    });
  }

  window.fetch = async (input, options) => {
    const request = new Request(input, options);
    if (!request.url.startsWith(endpoint)) return networkFetch(input, options);
    const fields = new URLSearchParams(request.method === "POST" ? await request.text() : new URL(request.url).search);
    return answer(fields.get("query") ?? "", request.signal);
  };

  const defaults = window.Yasgui.Yasqe.defaults;
  defaults.autocompleters = ["prefixes", "variables"];
  defaults.extraKeys = { ...defaults.extraKeys, Tab: false, "Shift-Tab": false }; // the keys leave the editor
  const editor = new window.Yasgui(document.getElementById("sparql-editor"), {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: true,
    persistenceId: null,
    populateFromUrl: false,
    yasr: { prefixes: config.prefixes, persistenceId: null },
    yasqe: { persistenceId: null, createShareableLink: null },
  });

  function runNamed(name) {
    if (!Object.hasOwn(config.queries, name)) return;
    choice.value = name;
    const tab = editor.getTab();
    tab.setName(name);
    tab.getYasqe().setValue(config.queries[name]);
    tab.getYasqe().query().catch(() => {}); // the editor shows errors itself
  }

  document.getElementById("sparql-examples").hidden = false;
  choice.addEventListener("change", () => runNamed(choice.value));
  window.addEventListener("hashchange", () => runNamed(location.hash.slice(1)));
  startWorker();
  runNamed(location.hash.slice(1) || "positions");
})();
