// A memory service in mem0's HTTP shapes: one Durable Object per user, its SQLite storage the only place it keeps anything.
import { DurableObject } from "cloudflare:workers";
import { Memory, isMemoryError } from "forgetmenot";
import model from "forgetmenot/models/static-multilingual.fmn";

const STATUS = { invalid_input: 400, invalid_filter: 400, scope_required: 400, not_found: 404, storage_full: 507 };
const reply = (body, status = 200) => Response.json(body, { status });
const item = ({ userId, agentId, runId, createdAt, updatedAt, ...rest }) =>
  ({ ...rest, user_id: userId, agent_id: agentId, run_id: runId, created_at: createdAt, updated_at: updatedAt });
const step = ({ id, memoryId, previousMemory, newMemory, event, at }) =>
  ({ id, memory_id: memoryId, old_memory: previousMemory, new_memory: newMemory, event, created_at: at });

export class UserMemory extends DurableObject {
  #memory;

  #open() {
    const { GEMINI_API_KEY: apiKey, GEMINI_BASE_URL: baseUrl } = this.env; // without a key messages are kept word for word
    const llm = apiKey ? { llm: { provider: "gemini", apiKey, ...(baseUrl && { baseUrl }) } } : {};
    const embedder = { provider: "static", bytes: model }; // what users say is embedded here, not sent anywhere
    this.#memory ??= Memory.open({ ...llm, embedder, storage: { type: "durable-object", storage: this.ctx.storage } });
    return this.#memory.catch((error) => ((this.#memory = undefined), Promise.reject(error)));
  }

  async fetch(request) {
    try {
      return await this.#answer(await this.#open(), request.method, new URL(request.url), (await request.json().catch(() => null)) ?? {});
    } catch (error) {
      if (!isMemoryError(error)) throw error;
      return reply({ error: error.message, code: error.code }, STATUS[error.code] ?? 502);
    }
  }

  async #answer(memory, method, { pathname, searchParams }, body) {
    const user = { userId: body.user_id ?? searchParams.get("user_id") };
    const [id, more] = pathname.split("/").slice(3);
    const { messages, query, limit, metadata, text } = body;
    if (method === "POST" && !id) return reply(await memory.add(messages, { ...user, ...(metadata && { metadata }) }));
    if (method === "POST" && id === "search") {
      const { results } = await memory.search(query, { ...user, ...(limit && { limit }) });
      return reply({ results: results.map(item) });
    }
    if (method === "GET" && !id) return reply({ results: (await memory.getAll(user)).results.map(item) });
    if (method === "GET" && more === "history") return reply((await memory.history(id)).map(step));
    if (method === "PUT" && id) return reply(item(await memory.update(id, { ...(text && { text }), ...(metadata && { metadata }) })));
    if (method === "DELETE" && id) return reply(await memory.delete(id));
    const found = method === "GET" && id ? await memory.get(id) : null;
    return found ? reply(item(found)) : reply({ error: "no such memory or path", code: "not_found" }, 404);
  }
}

export default {
  async fetch(request, env) {
    if (request.headers.get("authorization") !== `Token ${env.API_KEY}`) return reply({ error: "wrong or missing token" }, 401);
    const url = new URL(request.url);
    if (!url.pathname.startsWith("/v1/memories/")) return reply({ error: "no such path" }, 404);
    const body = await request.clone().json().catch(() => ({}));
    const user = body?.user_id ?? url.searchParams.get("user_id");
    if (typeof user !== "string" || user === "") return reply({ error: "user_id is needed, in the body or the query" }, 400);
    return env.USER_MEMORY.get(env.USER_MEMORY.idFromName(user)).fetch(request);
  },
};
