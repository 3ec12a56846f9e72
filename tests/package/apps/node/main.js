import * as forgetmenot from "forgetmenot";

import { firstVisit, report } from "./scenario.js";

console.log(JSON.stringify(await report(firstVisit, forgetmenot)));
