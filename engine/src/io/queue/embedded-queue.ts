import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

/** A queue's database in this process, and the address at which other processes of this machine reach it. */
export type EmbeddedQueue = { readonly url: string; readonly close: () => Promise<void> };

/** More workers than any one machine has use for. */
const MAX_CONNECTIONS = 100;

/**
 * Serves a Postgres in WebAssembly to this machine alone: it asks for no password. It lives in memory, since all that a lost queue
 * knew is who was at what; the trainings that were done stand in their store.
 * @param port 0 for a free one.
 */
export async function serveQueue({ port = 0 }: { readonly port?: number } = {}): Promise<EmbeddedQueue> {
  const db = await PGlite.create();
  const server = new PGLiteSocketServer({ db, host: "127.0.0.1", port, maxConnections: MAX_CONNECTIONS });
  await server.start();
  const stop = async (): Promise<void> => {
    await server.stop();
    await db.close();
  };
  let stopped: Promise<void> | undefined;
  return {
    url: `postgres://postgres@${server.getServerConn()}/postgres`,
    close: () => (stopped ??= stop()),
  };
}
