/** What a process that ran one of our verbs ends with. */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  reverted: 3,
  precondition: 4,
  network: 5,
  auditMismatch: 6,
} as const;

const BY_CODE: Readonly<Record<string, number>> = {
  USAGE: EXIT.usage,
  REVERTED: EXIT.reverted,
  NETWORK: EXIT.network,
  QUEUE_UNREACHABLE: EXIT.network,
  AUDIT_MISMATCH: EXIT.auditMismatch,
  WRONG_FOUND: EXIT.auditMismatch,
  // Preconditions: the world is not as the verb needs it, and the caller can change that.
  DEPLOYMENT_MISSING: EXIT.precondition,
  DEPLOYMENT_FORMAT: EXIT.precondition,
  DEPLOYMENT_STALE: EXIT.precondition,
  WRONG_CHAIN: EXIT.precondition,
  INSUFFICIENT_FUNDS: EXIT.precondition,
  NO_SUCH_ACCOUNT: EXIT.precondition,
  NO_SUCH_NETWORK: EXIT.precondition,
  BLOCK_TIMEOUT: EXIT.precondition,
  READ_ONLY_CLIENT: EXIT.precondition,
  PRECONDITION: EXIT.precondition,
  ENGINE_KERNELS_MISSING: EXIT.precondition,
  VERSION_NOT_READY: EXIT.precondition,
  UNKNOWN_MODEL: EXIT.precondition,
  UNKNOWN_BUCKET: EXIT.precondition,
  NO_SUCH_ROW: EXIT.precondition,
  IMPORTED_MODEL: EXIT.precondition,
  NO_TRANSCRIPT: EXIT.precondition,
  NOT_SEALED_FOR: EXIT.precondition,
  SEAL_BROKEN: EXIT.precondition,
  WEAK_SEALING_KEY: EXIT.precondition,
  PLAN_ALTERED: EXIT.precondition,
  PLAN_MISMATCH: EXIT.precondition,
};

/** The exit code of a failure. Everything about files and published content is a precondition. */
export function exitCodeOf({ code }: { readonly code: string }): number {
  return (
    BY_CODE[code] ??
    (/^(?:FILE|CONTENT|CONTRIBUTION|IMPORT|SAFETENSORS)_/.test(code) ? EXIT.precondition : EXIT.failure)
  );
}
