/** What of a dispute and its panel says what is to be done next. Times in Unix seconds. */
export type DisputeState = {
  readonly openedAt: bigint;
  readonly phaseSeconds: bigint;
  /** Attestors seated. */
  readonly panel: bigint;
  readonly volunteers: bigint;
  /** An account, 0 where nobody appealed. */
  readonly appellant: string;
  /** Governance's, 0 while it is silent. */
  readonly ruling: bigint;
  readonly settled: boolean;
};

export type DisputePhase = "answer" | "commit" | "reveal" | "appeal" | "ruling" | "settle" | "settled";

/** The phase of a dispute: DisputeClockLib. One that nobody appealed is not ruled on. */
export function phaseOf(
  { openedAt, phaseSeconds, appellant, ruling, settled }: DisputeState,
  now: bigint,
): DisputePhase {
  if (settled) return "settled";
  if (ruling !== 0n) return "settle";
  const revealEndsAt = openedAt + 3n * phaseSeconds;
  const appealEndsAt = revealEndsAt + phaseSeconds / 2n; // down, as the contract does
  const rulingEndsAt = appealEndsAt + phaseSeconds;
  if (now < openedAt + phaseSeconds) return "answer";
  if (now < openedAt + 2n * phaseSeconds) return "commit";
  if (now < revealEndsAt) return "reveal";
  if (now < appealEndsAt) return "appeal";
  return BigInt(appellant) !== 0n && now < rulingEndsAt ? "ruling" : "settle";
}

/** What anybody can do to bring it further now. */
export function nextStep(dispute: DisputeState, now: bigint): "draw" | "settle" | undefined {
  const phase = phaseOf(dispute, now);
  if (phase === "settle") return "settle";
  return phase === "commit" && dispute.panel === 0n && dispute.volunteers > 0n ? "draw" : undefined;
}
