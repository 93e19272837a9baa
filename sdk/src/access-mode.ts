/** Who may train on a Datanet. The numbers are those of the contracts' enum. */
export const ACCESS_MODE = { open: 0n, permissioned: 1n, encrypted: 2n } as const;

export type AccessModeName = keyof typeof ACCESS_MODE;
