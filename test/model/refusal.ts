/** An action that the rules do not allow, by the name of the contracts' custom error. Nothing has changed. */
export class Refusal extends Error {
  constructor(name: string) {
    super(name);
    this.name = name;
  }
}

export function need(condition: boolean, error: string): asserts condition {
  if (!condition) throw new Refusal(error);
}
