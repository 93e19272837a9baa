import type { Attack } from "./attack.js";
import { BAD_TEXT } from "./bad-text.js";
import { COPYING } from "./copying.js";
import { MINORITIES } from "./minority.js";
import { OUTLIERS } from "./outliers.js";
import { PAYING } from "./paying.js";
import { SPLITTING } from "./splitting.js";

/** Every attack of the table, in its order. Grinding is measured by itself. */
export const ATTACKS: readonly Attack[] = [
  ...COPYING,
  ...SPLITTING,
  ...BAD_TEXT,
  ...OUTLIERS,
  ...PAYING,
  ...MINORITIES,
];
