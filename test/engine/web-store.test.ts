import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import { dataHash } from "../../engine/src/core/bundle/pieces.js";
import { WebStore } from "../../engine/src/io/store/web-store.js";

const BYTES = new TextEncoder().encode("a published bundle");
const HASH = dataHash(BYTES);

describe("WebStore", () => {
  let server: Server | undefined;

  async function serve(answer: RequestListener): Promise<string> {
    server = createServer(answer);
    await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/files`;
  }
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  const codeOf = (store: WebStore): Promise<string> =>
    store.readBundle(HASH).then(
      () => "read",
      (error: unknown) => (error as { code: string }).code,
    );

  it("reads what is published under its hash", async () => {
    const base = await serve((request, response) =>
      request.url === `/files/${HASH}.bundle` ? response.end(BYTES) : response.writeHead(404).end(),
    );
    for (const each of [base, `${base}/`]) expect(await new WebStore(each).readBundle(HASH)).to.deep.equal(BYTES);
  });

  it("calls missing what a server has not, sends elsewhere, sends too long or too late", async () => {
    const answers: Readonly<Record<string, RequestListener>> = {
      "not there": (_, response) => response.writeHead(404).end(),
      elsewhere: (request, response) =>
        request.url!.startsWith("/files/")
          ? response.writeHead(302, { location: "/other" }).end()
          : response.end(BYTES),
      "too long": (_, response) => response.end(new Uint8Array(100)),
      "too late": () => undefined,
    };
    for (const [name, answer] of Object.entries(answers)) {
      const store = new WebStore(await serve(answer), { maxBytes: 99, timeoutMs: 300 });
      expect(await codeOf(store), name).to.equal("CONTENT_MISSING");
      server!.closeAllConnections();
      server!.close();
    }
    expect(await codeOf(new WebStore("http://127.0.0.1:1"))).to.equal("CONTENT_MISSING");
  });

  it("calls corrupt what hashes to something else", async () => {
    const base = await serve((_, response) => response.end("another bundle"));
    expect(await codeOf(new WebStore(base))).to.equal("CONTENT_CORRUPT");
  });
});
