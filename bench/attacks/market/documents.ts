import type { Exchange } from "../../../engine/src/core/model/answer-windows.js";
import type { DatanetName } from "../../../engine/src/io/corpus/demo-sources.js";

/** A contribution: whose account it is of, where it went, its text. */
export type Document = { readonly account: string; readonly datanet: DatanetName; readonly bytes: Uint8Array };

/** What somebody asks and pays for: a passage after an account's document, which nobody contributed. */
export type Question = {
  readonly exchange: Exchange;
  /** Whose source it is from. */
  readonly account: string;
  readonly datanet: DatanetName;
};

/** Who contributes what while nobody cheats, and what is asked. */
export type Market = {
  readonly name: string;
  readonly dataSeed: number;
  readonly honest: readonly Document[];
  /** What the attacker has of his own. */
  readonly own: Document;
  /** The same text continued, so that it is twice as long. */
  readonly ownLong: Document;
  readonly questions: readonly Question[];
};

export const ATTACKER = "attacker";

/** One more account of the attacker. */
export function sybil(number: number): string {
  return `${ATTACKER} ${String(number)}`;
}

export function isAttackers(account: string): boolean {
  return account.startsWith(ATTACKER);
}

/** Everybody's honest documents; the attacker's are the last to be committed. */
export function honestDocuments({ honest, own }: Market): Document[] {
  return [...honest, own];
}
