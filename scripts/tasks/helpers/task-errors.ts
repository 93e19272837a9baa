import { BaseError } from "../../../engine/src/core/errors.js";

// One file for the failures of the command line itself: each is a line.

/** An option that is missing or cannot be understood. */
export class UsageError extends BaseError {
  readonly code = "USAGE";
}

/** Something outside the command that must be different first. */
export class PreconditionError extends BaseError {
  readonly code = "PRECONDITION";
}

export class NoSuchAccountError extends BaseError {
  readonly code = "NO_SUCH_ACCOUNT";

  constructor(wanted: string, available: readonly string[]) {
    super(
      `Expected an account of this network for --account ${wanted}, but it has ${String(available.length)}: ` +
        `${available.slice(0, 3).join(", ")}${available.length > 3 ? ", …" : ""}. Give one of them, or its place from 0.`,
    );
  }
}

export class NoSuchNetworkError extends BaseError {
  readonly code = "NO_SUCH_NETWORK";

  constructor(name: string, known: readonly string[]) {
    super(`Expected a network of hardhat.config.ts, got ${name}. Known: ${known.join(", ")}.`);
  }
}

/** What the chain says is not what logs and published files give. */
export class AuditMismatchError extends BaseError {
  readonly code = "AUDIT_MISMATCH";

  constructor(differences: number) {
    super(
      `Expected no differences, got ${String(differences)}. Each is listed with what was rebuilt and what was found.`,
    );
  }
}

/** A watcher's one look found something wrong that still stands. */
export class WrongFoundError extends BaseError {
  readonly code = "WRONG_FOUND";

  constructor(count: number) {
    super(`Expected nothing wrong that stands, found ${String(count)}. Each is listed with what is wrong with it.`);
  }
}

/** Published files that the watcher could not get: what they belong to was not judged. */
export class UncheckedError extends BaseError {
  readonly code = "CONTENT_UNCHECKED";

  constructor(count: number) {
    super(
      `Expected all published files, but ${String(count)} batches or models could not be judged. The log names the files.`,
    );
  }
}

/** Workers tried some of a plan's trainings as often as they may. */
export class TrainingsGivenUpError extends BaseError {
  readonly code = "TRAININGS_GIVEN_UP";

  constructor(count: number) {
    super(
      `Expected every training to end, but ${String(count)} were given up. Each is listed with why; --again tries once more.`,
    );
  }
}
