import pg from "pg";
import type { Db } from "pg-boss";

import { BaseError } from "../../core/errors.js";

/** What the queue needs of a database, and its end. */
export type QueueDatabase = Db & { readonly close: () => Promise<void> };

/**
 * One connection to a Postgres, or to an embedded one that is served on a socket.
 *
 * A statement with parameters is several messages, which the embedded server would let those of other connections come between
 * (electric-sql/pglite#1046): within a transaction it does not. On a Postgres that costs two round trips and changes nothing.
 * @throws {@link QueueUnreachableError}, also of any statement once the connection is lost.
 */
export async function openDatabase(url: string): Promise<QueueDatabase> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "openledger",
    connectionTimeoutMillis: 10_000,
  });
  let isLost = false;
  client.on("error", () => (isLost = true)).on("end", () => (isLost = true));
  try {
    await client.connect();
  } catch (cause) {
    throw new QueueUnreachableError(url, cause);
  }

  const run = async (text: string, values: unknown[]): Promise<pg.QueryResult> => {
    const isOneMessage = values.length === 0; // it may be several statements, with a transaction of their own
    try {
      if (isOneMessage) return await client.query(text);
      await client.query("BEGIN");
      const result = await client.query(text, values);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      if (isLost) throw new QueueUnreachableError(url, error);
      await client.query("ROLLBACK"); // of a transaction that failed half-way; where there is none it does nothing
      throw error;
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    // One after the other: a transaction must hold one statement's messages and no others.
    executeSql: (text, values = []) => {
      const result = last.then(() => run(text, values));
      last = result.catch(() => {});
      return result;
    },
    close: () => client.end(),
  };
}

export class QueueUnreachableError extends BaseError {
  readonly code = "QUEUE_UNREACHABLE";

  constructor(url: string, cause: unknown) {
    super(`Expected a Postgres at ${withoutPassword(url)}, cannot connect. Start one, or \`responses serve\`.`, {
      cause,
    });
  }
}

function withoutPassword(url: string): string {
  return url.replace(/:[^:@/]*@/, ":…@");
}
