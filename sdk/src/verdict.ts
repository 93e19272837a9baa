/** What a dispute finds of what stands. The numbers are those of the contracts' enum. */
export const VERDICT = { undecided: 0n, upheld: 1n, refuted: 2n } as const;

export type VerdictName = keyof typeof VERDICT;
