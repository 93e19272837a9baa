import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { Registry } from "prom-client";

import { PreconditionError } from "./task-errors.js";

/** Serves `GET /metrics` on this machine alone until it is closed; port 0 takes a free one. Throws {@link PreconditionError} for a taken port. */
export async function serveMetrics(
  registry: Registry,
  port: number,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.url !== "/metrics" || request.method !== "GET") {
      response.writeHead(404).end();
      return;
    }
    void registry.metrics().then((text) => response.writeHead(200, { "content-type": registry.contentType }).end(text));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new PreconditionError(`Expected to serve metrics on port ${String(port)}, but cannot.`, { cause })),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections(); // a scraper keeps its connection open
    });
  return { port: (server.address() as AddressInfo).port, close };
}
