import { BaseError } from "../../core/errors.js";

/** Bytes from `start` to `end` of a text. */
export type Span = { readonly start: number; readonly end: number };

const SPACE = 32;
const LINE_FEED = 10;
const SENTENCE_ENDS = new Set([".", "?", "!"].map((mark) => mark.charCodeAt(0)));

/**
 * The first place at or after `from` where a passage begins: after a blank line, or after a sentence's end. Both are ASCII, so a
 * passage never begins within a character.
 */
export function nextBoundary(text: Uint8Array, from: number): number {
  for (let at = Math.max(from, 2); at < text.length; at++) {
    const isNewParagraph = text[at - 1] === LINE_FEED && text[at - 2] === LINE_FEED && text[at] !== LINE_FEED;
    const isNewSentence = text[at - 1] === SPACE && SENTENCE_ENDS.has(text[at - 2]!) && isCapital(text[at]!);
    if (isNewParagraph || isNewSentence) return at;
  }
  throw new SourceTooShortError(from, text.length);
}

/** An excerpt of at least `minBytes`, from boundary to boundary. */
export function excerpt(text: Uint8Array, from: number, minBytes: number): Span {
  const start = nextBoundary(text, from);
  return { start, end: nextBoundary(text, start + minBytes) };
}

/** The last place in `span` that follows a space or a line's end, so that no word is cut; the span's end if there is none. */
export function lastWordEnd(text: Uint8Array, { start, end }: Span): number {
  for (let at = end; at > start; at--) if (isBlank(text[at - 1]!)) return at;
  return end;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === LINE_FEED;
}

function isCapital(byte: number): boolean {
  return byte >= 65 && byte <= 90;
}

export class SourceTooShortError extends BaseError {
  readonly code = "SOURCE_TOO_SHORT";

  constructor(from: number, length: number) {
    super(
      `Expected a passage to begin after byte ${from}, found none in ${length} bytes. Begin earlier in the source.`,
    );
  }
}
