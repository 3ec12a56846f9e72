import * as forgetmenot from "forgetmenot";

import { firstVisit, meaning, report } from "./scenario.js";

const visit = process.argv[2] === "meaning" ? meaning : firstVisit;
console.log(JSON.stringify(await report(visit, forgetmenot)));
