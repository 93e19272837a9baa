import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A JSON-RPC node's stand-in that can go down and come back at the same URL. */
export type FlakyProxy = { readonly url: string; isDown: boolean; readonly close: () => Promise<void> };

export async function flakyProxy(target: string): Promise<FlakyProxy> {
  const server = createServer((request, response) => {
    if (proxy.isDown) {
      request.socket.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      fetch(target, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: Buffer.concat(chunks).toString(),
      })
        .then(async (answer) => response.writeHead(answer.status).end(await answer.text()))
        .catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: FlakyProxy = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    isDown: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}
