/**
 * The one root of our errors, here and in what builds on the engine. Every failure a caller can act on is a subclass with a
 * stable `code`; its message says what was expected, what came and what to do. Tests and tasks match the class or the code,
 * never the prose.
 */
export abstract class BaseError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A configuration, plan, text or file that the engine cannot run. */
export class InvalidInputError extends BaseError {
  readonly code = "ENGINE_INVALID_INPUT";
}

/** NaN or infinity appeared; `place` names the step and the tensor. Nothing after it may be used. */
export class NonFiniteError extends BaseError {
  readonly code = "ENGINE_NON_FINITE";
  readonly place: string;

  constructor(place: string) {
    super(`expected finite numbers, found NaN or infinity in ${place}; lower the learning rate`);
    this.place = place;
  }
}
