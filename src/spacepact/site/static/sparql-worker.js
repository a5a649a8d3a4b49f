// The engine of the SPARQL page, in a worker: load the graph once, then answer queries.

let store = null;

async function load({ engine, engineIntegrity, wasm, wasmIntegrity, graph }) {
  const script = await (await fetch(engine, { integrity: engineIntegrity })).blob();
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const oxigraph = await import(url);
  await oxigraph.default({ module_or_path: await fetch(wasm, { integrity: wasmIntegrity }) });
  const response = await fetch(graph);
  if (!response.ok) throw new Error(`${graph}: HTTP status ${response.status}`);
  store = new oxigraph.Store();
  store.load(await response.text(), { format: "application/n-triples" });
  return store.size;
}

// Return the answer in the formats that the editor shows: JSON for rows, Turtle for triples.
function answer(query) {
  try {
    const type = "application/sparql-results+json";
    return { type, body: store.query(query, { results_format: type }) };
  } catch (error) {
    if (!/format/i.test(error.message)) throw error;
    return { type: "text/turtle", body: store.query(query, { results_format: "text/turtle" }) };
  }
}

let ready = null;
onmessage = async ({ data }) => {
  if (data.engine) {
    ready = load(data);
    ready.then((loaded) => postMessage({ loaded }), (error) => postMessage({ failed: error.message }));
    return;
  }
  try {
    await ready;
    postMessage({ number: data.number, ...answer(data.query) });
  } catch (error) {
    postMessage({ number: data.number, error: error.message ?? String(error) });
  }
};
