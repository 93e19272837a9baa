// The members of the enums in contracts/types, in their order.

export const ContributionStatus = { Unknown: 0n, Pending: 1n, Accepted: 2n, Refused: 3n } as const;

export const LogKind = { None: 0n, Accepted: 1n, Withdrawn: 2n, ChunkVoided: 3n } as const;
