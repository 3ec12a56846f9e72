import * as forgetmenot from "./node_modules/forgetmenot/entry/browser.js";

import { firstVisit, nextVisit, report } from "./scenario.js";

self.onmessage = async ({ data }) => {
  postMessage(await report(data === "?next" ? nextVisit : firstVisit, forgetmenot));
};
