/** The error of class `type` that `action` must end with. */
export async function rejection<T extends Error>(
  type: abstract new (...args: never[]) => T,
  action: Promise<unknown>,
): Promise<T> {
  let result: unknown;
  try {
    result = await action;
  } catch (error) {
    if (error instanceof type) return error;
    throw error;
  }
  throw new Error(`Expected ${type.name}, got ${String(result)}`);
}
