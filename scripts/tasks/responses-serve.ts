import { once } from "node:events";

import { serveQueue } from "../../engine/src/io/queue/embedded-queue.js";
import { placeOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";
import { untilStopped } from "./helpers/until-stopped.js";

export default runTask<{ readonly port: string }>(async (options, { progress }) => {
  const queue = await serveQueue({ port: placeOption("port", options.port) });
  const { signal, release } = untilStopped();
  try {
    progress(`Serving a queue at ${queue.url}, to this machine alone`);
    if (!signal.aborted) await once(signal, "abort");
    return { url: queue.url };
  } finally {
    release();
    await queue.close();
  }
});
