import * as vectors from "forgetmenot/vectors";

import { indexVisit, report } from "./scenario.js";

export default { fetch: async () => Response.json(await report(indexVisit, vectors)) };
