import { CorruptContentError, MissingContentError } from "../../../engine/src/io/store/content-store.js";
import { contentUri } from "../../../engine/src/io/store/content-uri.js";
import { decodeError } from "../../../sdk/src/errors.js";
import type { WatchEvent } from "./watch-event.js";

/** What to tell of an error that kept a batch or model from being judged: the file that is missing, or whatever else it was. */
export function trouble(subject: string, error: unknown): WatchEvent {
  const { code, message } = decodeError(error);
  if (error instanceof MissingContentError || error instanceof CorruptContentError)
    return { event: "missing", subject, uri: contentUri(error.address), code };
  return { event: "failed", code, detail: `${subject}: ${message}` };
}
