/** Failure of the numeric engine. `code` is stable; messages are for people. */
export class EngineError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** NaN or infinity appeared; `place` names the step and the tensor. Nothing after it may be used. */
export class NonFiniteError extends EngineError {
  readonly place: string;

  constructor(place: string) {
    super("ENGINE_NON_FINITE", `expected finite numbers, found NaN or infinity in ${place}; lower the learning rate`);
    this.place = place;
  }
}

/** A configuration, plan or text that the engine cannot run. */
export class InvalidInputError extends EngineError {
  constructor(message: string) {
    super("ENGINE_INVALID_INPUT", message);
  }
}
