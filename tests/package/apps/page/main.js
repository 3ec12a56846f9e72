import * as forgetmenot from "forgetmenot";

import { firstVisit, meaning, nextVisit, report } from "./scenario.js";

const visit = { "?next": nextVisit, "?meaning": meaning }[location.search] ?? firstVisit;
report(visit, forgetmenot).then((outcome) => (globalThis.outcome = outcome));
