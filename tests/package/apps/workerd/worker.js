import { DurableObject } from "cloudflare:workers";
import * as forgetmenot from "forgetmenot";
import bytes from "forgetmenot/models/static-multilingual.fmn";

import { firstVisit, meaning, nextVisit, report } from "./scenario.js";

/** One memory per object, in its own storage. */
export class User extends DurableObject {
  async fetch(request) {
    const storage = { type: "durable-object", storage: this.ctx.storage };
    const visit = new URL(request.url).search === "?next" ? nextVisit : firstVisit;
    return Response.json(await report(visit, forgetmenot, { storage }));
  }
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    if (url.pathname === "/meaning") {
      const embedder = url.search === "?bytes" ? { embedder: { provider: "static", bytes } } : {};
      return Response.json(await report(meaning, forgetmenot, embedder));
    }
    // Without a place to keep anything it works too, in memory.
    if (url.pathname === "/memory") return Response.json(await report(firstVisit, forgetmenot));
    return env.USER.get(env.USER.idFromName("ana")).fetch(request);
  },
};
