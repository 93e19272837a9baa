/**
 * The one root of the engine's errors. Every failure a caller can act on is a subclass with a stable `code`; its message
 * says what was expected, what came and what to do. Tests and tasks match the class or the code, never the prose.
 */
export abstract class BaseError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}
