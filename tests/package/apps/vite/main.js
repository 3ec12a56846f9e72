import * as forgetmenot from "forgetmenot";

import { firstVisit, nextVisit, report } from "./scenario.js";

const visit = location.search === "?next" ? nextVisit : firstVisit;
report(visit, forgetmenot).then((outcome) => (globalThis.outcome = outcome));
