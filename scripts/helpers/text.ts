import { formatUnits } from "ethers";

const DECIMALS = 18;
const SHOWN_DECIMALS = 4;

/** Token base units to the last decimal: `12.34567 OPEN`. */
export function exactAmountText(amount: bigint): string {
  return `${formatUnits(amount, DECIMALS)} OPEN`;
}

/** Token base units as a person reads them: `12.3457 OPEN`, rounded down. */
export function amountText(amount: bigint): string {
  const digits = amount.toString().padStart(DECIMALS + 1, "0");
  const whole = digits.slice(0, -DECIMALS);
  return `${whole}.${digits.slice(-DECIMALS, -DECIMALS + SHOWN_DECIMALS)} OPEN`;
}

/** Bytes on one line, cut to `length` characters. */
export function excerptText(bytes: Uint8Array, length: number): string {
  const line = new TextDecoder().decode(bytes).replaceAll(/\s+/g, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** Rows under a head, columns aligned. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd();
  return [line(head), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)].join("\n");
}
