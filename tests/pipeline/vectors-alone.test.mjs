// All that vectors.test.mjs asks, of the entry `forgetmenot/vectors`.
process.env.FORGETMENOT_ENTRY = "vectors/";
await import("./vectors.test.mjs");
