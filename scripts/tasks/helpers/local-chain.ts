import type { NetworkConnection } from "hardhat/types/network";

/** Mines blocks and moves the clock where that is possible: a Hardhat or Anvil node, never a public chain. */
type LocalChain = { readonly mine: (blocks: number) => Promise<void> };

/** @returns undefined on a chain whose blocks are not ours to make. */
export async function localChain({ provider }: NetworkConnection): Promise<LocalChain | undefined> {
  const version = await provider.request({ method: "web3_clientVersion" }).catch(() => "");
  if (typeof version !== "string" || !/^(?:HardhatNetwork|edr|anvil)/i.test(version)) return undefined;
  return {
    mine: async (blocks) => {
      // Both nodes know this name.
      await provider.request({ method: "hardhat_mine", params: [`0x${Math.max(1, blocks).toString(16)}`] });
    },
  };
}
