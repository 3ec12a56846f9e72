// Runs a job in Chromium: a browser with a profile of its own; one page builds and saves, another one opens.
import { launch } from "./chromium.mjs";

/** `job`: { file, set, plan }, where `set` holds the vectors and the truth. Resolves to the result, also on a crash. */
export async function runInChromium(server, { file, set, plan }) {
  const { rows, queries, ...about } = set;
  server.offer("rows", rows);
  server.offer("queries", queries);
  let browser;
  try {
    browser = await launch({ limitMs: plan.jobLimitMs });
    const phase = async (argument) => {
      const page = await browser.page(server.origin);
      let crash = "";
      page.on("error", (error) => (crash = String(error.message)));
      try {
        return await page.evaluate(inPage, { file, about, plan, ...argument });
      } catch (error) {
        return { error: `${error.message} ${crash}`.replace(/\s+/g, " ").slice(0, 200) };
      } finally {
        await page.close().catch(() => {});
      }
    };
    const result = await phase({ phase: "build" });
    if (result.save === undefined || result.save.error) return result;
    return { ...result, open: (await phase({ phase: "open", saved: result.save.token })).open };
  } catch (error) {
    return { error: String(error.message).slice(0, 200) };
  } finally {
    await browser?.close();
    server.withdraw();
  }
}

/** Runs in the page. */
async function inPage(job) {
  const { runInPage } = await import("/lib/job-page.mjs");
  return runInPage(job);
}
