import { BaseError } from "../../../engine/src/core/errors.js";

/** A value that the logs or the published files give, and the chain or a batch tells otherwise. */
export type Difference = { readonly subject: string; readonly rebuilt: string; readonly found: string };

export type AuditCheck = {
  readonly name: string;
  /** Values compared. */
  readonly compared: number;
  readonly differences: readonly Difference[];
  /** What could not be compared, in words; left out where everything was. */
  readonly unchecked?: readonly string[];
};

type Comparable = string | bigint | number | boolean | undefined;

/** Collects what one check compares. */
export class Comparison {
  readonly name: string;
  #compared = 0;
  readonly #differences: Difference[] = [];
  readonly #unchecked: string[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** @param rebuilt what logs and published files give. @param found what is claimed. */
  equal(subject: string, rebuilt: Comparable, found: Comparable): void {
    this.#compared += 1;
    if (plain(rebuilt) !== plain(found)) {
      this.#differences.push({ subject, rebuilt: plain(rebuilt), found: plain(found) });
    }
  }

  /** A law that must hold. */
  holds(subject: string, law: boolean, detail: string): void {
    this.equal(subject, "holds", law ? "holds" : detail);
  }

  /** Says what nobody can compare here, so that silence is not taken for a check. */
  cannotCompare(what: string): void {
    this.#unchecked.push(what);
  }

  /** Compares what may not be there to compare: files that are missing, or not what was committed to, are a difference of their own. */
  async attempt(subject: string, compare: () => void | Promise<void>): Promise<void> {
    try {
      await compare();
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      this.equal(`${subject} is published`, "as committed", `${error.code}: ${error.message}`);
    }
  }

  result(): AuditCheck {
    const unchecked = this.#unchecked;
    return {
      ...{ name: this.name, compared: this.#compared, differences: this.#differences },
      ...(unchecked.length > 0 && { unchecked }),
    };
  }
}

/** Numbers by value, hexadecimal without regard to case. */
function plain(value: Comparable): string {
  return String(value).toLowerCase();
}
