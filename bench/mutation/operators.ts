/** One small change of a source that a good test must notice. */
export type Mutant = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly operator: string;
  readonly before: string;
  readonly after: string;
};

type Operator = { readonly name: string; readonly find: RegExp; readonly become: string };

const SWAPS: readonly (readonly [string, string])[] = [
  [" < ", " <= "],
  [" <= ", " < "],
  [" > ", " >= "],
  [" >= ", " > "],
  [" == ", " != "],
  [" != ", " == "],
  [" + ", " - "],
  [" - ", " + "],
  [" * ", " / "],
  [" / ", " * "],
  [" % ", " / "],
  [" += ", " -= "],
  [" -= ", " += "],
  [" && ", " || "],
  [" || ", " && "],
  [" & ", " | "],
  [" << ", " >> "],
  [" >> ", " << "],
];

const OPERATORS: readonly Operator[] = [
  ...SWAPS.map(([from, to]) => ({
    name: `${from.trim()} to ${to.trim()}`,
    find: new RegExp(escape(from), "g"),
    become: to,
  })),
  { name: "condition always holds", find: /\brequire\(/g, become: "require(true || " },
  { name: "branch always taken", find: /\bif \(/g, become: "if (true || " },
  { name: "branch never taken", find: /\bif \(/g, become: "if (false && " },
  {
    name: "statement left out",
    find: /^( +)(?!return|if|for|uint|int|bytes|address|bool|mapping)[\w.[\]()]+(?: [-+*|]?= |\()[^{}]*;$/gm,
    become: "$1{}",
  },
  { name: "event left out", find: /^( +)emit [^{}]*;$/gm, become: "$1{}" },
  { name: "Yul add to sub", find: /\badd\(/g, become: "sub(" },
  { name: "Yul lt to gt", find: /\blt\(/g, become: "gt(" },
  { name: "Yul and to or", find: /\band\(/g, become: "or(" },
  { name: "Yul shr to shl", find: /\bshr\(/g, become: "shl(" },
  { name: "Yul shl to shr", find: /\bshl\(/g, become: "shr(" },
];

/** Every mutant of a Solidity source, by line, then operator. Comments, imports and declarations are left alone. */
export function mutantsOf(file: string, source: string): Mutant[] {
  return source.split("\n").flatMap((line, i) => {
    if (!isCode(line)) return [];
    const [code = "", comment = ""] = splitComment(line);
    return OPERATORS.flatMap(({ name, find, become }) =>
      [...code.matchAll(find)].map(({ index, 0: text }): Mutant => {
        const changed = text.replace(new RegExp(find.source, find.flags.replace("g", "")), become);
        const after = code.slice(0, index) + changed + code.slice(index + text.length) + comment;
        return { file, line: i + 1, operator: name, before: line, after };
      }),
    );
  });
}

export function applyMutant(source: string, { line, after }: Mutant): string {
  return source
    .split("\n")
    .map((each, i) => (i === line - 1 ? after : each))
    .join("\n");
}

function isCode(line: string): boolean {
  return !/^\s*(\/\/|\/\*|\*|import|pragma|error|event|using|struct|enum|contract|library|abstract|interface|constructor|function|modifier|mapping|string|\}|$)/.test(
    line,
  );
}

function splitComment(line: string): [string, string] {
  const at = line.indexOf(" //");
  return at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at)];
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
