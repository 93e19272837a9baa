/** The numeric kernels. Every address is a byte offset into the exported memory; nothing here allocates. */
export { adamW } from "./adamw";
export { attention, attentionBackward } from "./attention";
export { exp, log } from "./elementary";
export { embed, embedBackward } from "./embedding";
export { dotInt8 } from "./int8";
export { crossEntropy } from "./loss";
export { matmulPacked, matmulTransposedA, mergeLowRank, pack, packTransposed } from "./matmul";
export { rmsNorm, rmsNormBackward, rmsNormGainBackward } from "./norm";
export { silu, siluBackward } from "./silu";
export { axpy, dot, firstNonFinite, scale } from "./vector";

/** First free byte of the memory. */
export function heapBase(): usize {
  return __heap_base;
}
