/** Every row of the table, in its order; the names are the keys of `bench/results/attribution.json`. */
export const METHODS = [
  "random",
  "bm25",
  "tf-idf",
  "gradient-dot",
  "gradient-cosine",
  "tracin",
  "tracin-adam",
  "datainf",
  "trak-1",
  "trak-10",
  "influence",
  "influence-adam",
  "response-float",
  "response-int16",
  "response-int8",
  "response-int4",
  "response-3-seeds",
  "leave-one-out",
] as const;
export type Method = (typeof METHODS)[number];

/** How a method is called on the page. */
export const TITLES: Readonly<Record<Method, string>> = {
  random: "random",
  bm25: "BM25",
  "tf-idf": "TF-IDF cosine",
  "gradient-dot": "gradient dot product",
  "gradient-cosine": "gradient cosine",
  tracin: "TracIn, 5 checkpoints",
  "tracin-adam": "TracIn, Adam-preconditioned",
  datainf: "DataInf",
  "trak-1": "TRAK-1",
  "trak-10": "TRAK-10",
  influence: "influence, Woodbury",
  "influence-adam": "influence, Adam-preconditioned",
  "response-float": "R1, float",
  "response-int16": "R1, int16",
  "response-int8": "R1, int8 (the default)",
  "response-int4": "R1, int4",
  "response-3-seeds": "R1, int8, mean of 3 seeds",
  "leave-one-out": "exact leave-one-out",
};

/** Methods whose damping is chosen on subsets that score nothing, and the values to choose from. */
export const DAMPED = ["trak-1", "influence", "influence-adam"] as const;
export type Damped = (typeof DAMPED)[number];
export const DAMPINGS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100] as const;

/** Tables computed from gradients, by one request to a thread. */
export const GRADIENT_TABLES = [
  "gradient-dot",
  "gradient-cosine",
  "tracin",
  "tracin-adam",
  "datainf",
  ...DAMPED.flatMap((method) => DAMPINGS.map((damping) => variant(method, damping))),
];

/** Whether a method's scores come from {@link GRADIENT_TABLES}. */
export function isByGradients(method: Method): boolean {
  return method === "trak-10" || GRADIENT_TABLES.some((name) => name.split("@")[0] === method);
}

/** Name of a damped method's table. */
export function variant(method: Damped, damping: number): string {
  return `${method}@${String(damping)}`;
}
