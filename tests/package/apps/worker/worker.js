import * as forgetmenot from "./node_modules/forgetmenot/entry/browser.js";

import { firstVisit, meaning, nextVisit, report } from "./scenario.js";

self.onmessage = async ({ data }) => {
  postMessage(await report({ "?next": nextVisit, "?meaning": meaning }[data] ?? firstVisit, forgetmenot));
};
