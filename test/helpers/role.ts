/** The members of contracts/types/Role.sol, in its order. */
export const Role = { Attestor: 0, Curator: 1, Trainer: 2, Host: 3, Agent: 4 } as const;
