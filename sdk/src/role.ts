/** What a stake answers for. The numbers are those of the contracts' enum. */
export const ROLE = { attestor: 0n, curator: 1n, trainer: 2n, host: 3n, agent: 4n } as const;

export type RoleName = keyof typeof ROLE;
