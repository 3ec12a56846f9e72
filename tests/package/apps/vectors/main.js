import * as vectors from "forgetmenot/vectors";

import { indexVisit, report } from "./scenario.js";

report(indexVisit, vectors).then((outcome) => (globalThis.outcome = outcome));
