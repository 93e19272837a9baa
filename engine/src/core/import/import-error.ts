import { BaseError } from "../errors.js";

/**
 * - FILE: one that cannot be read;
 * - FORMAT: not the format, or metadata that is missing or cannot be understood;
 * - TENSOR: a tensor is missing, unknown, or of another dtype or shape;
 * - VALUE: a value that is not finite, or outside the symmetric range;
 * - SCALE: a scale that is not a positive, finite float32;
 * - LANES: lanes that the file does not have, or more than can be published;
 * - WIDTH: another width than int8;
 * - CELLS: other cells than the frozen versions have;
 * - HASH: files that do not belong together;
 * - SUBJECT: a query that is doubled or missing;
 * - SIZE: more than a watcher reads;
 * - CHANGED: the file was written to while it was read.
 */
export type ImportFault =
  | "FILE"
  | "FORMAT"
  | "TENSOR"
  | "VALUE"
  | "SCALE"
  | "LANES"
  | "WIDTH"
  | "CELLS"
  | "HASH"
  | "SUBJECT"
  | "SIZE"
  | "CHANGED";

/** Vectors that were made elsewhere and cannot be taken over as they are. Nothing was published or registered. */
export class ImportError extends BaseError {
  readonly code: `IMPORT_${ImportFault}`;

  constructor(fault: ImportFault, what: { readonly expected: string; readonly given: string; readonly todo: string }) {
    super(`Expected ${what.expected}, got ${what.given}. ${what.todo}`);
    this.code = `IMPORT_${fault}`;
  }
}
