// The HTTP control plane, for tests that run in a browser: POST script, fault, reset; GET requests. Any origin may use it.

/** Serves one `/__emulator__/…` call. */
export function controlPlane(emulator, request, url, bytes, reply) {
  const send = (code, body) =>
    reply
      .writeHead(code, {
        "content-type": "application/json",
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET,POST,OPTIONS",
        "access-control-allow-headers": "*",
      })
      .end(JSON.stringify(body));
  if (request.method === "OPTIONS") return send(200, {});
  const verb = `${request.method} ${url.pathname.slice("/__emulator__/".length)}`;
  try {
    switch (verb) {
      case "POST script":
        emulator.script(JSON.parse(bytes.toString("utf8")));
        return send(200, {});
      case "POST fault":
        emulator.faults.add(JSON.parse(bytes.toString("utf8")));
        return send(200, {});
      case "POST reset":
        emulator.reset();
        return send(200, {});
      case "GET requests":
        return send(200, emulator.requests);
      default:
        return send(404, { error: `no ${verb}` });
    }
  } catch (error) {
    return send(400, { error: error.message });
  }
}
