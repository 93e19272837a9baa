import { ENDINGS, mean, type RetrievalFigures, WEIGHTS } from "./measure.js";

const [BEGIN, END] = ["<!-- bench:retrieval -->", "<!-- /bench:retrieval -->"];

/** The page with the figures of a run between its two marks. */
export function insertTables(page: string, figures: RetrievalFigures): string {
  const [before, after] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)];
  if (before < BEGIN.length || after < before) throw new Error(`Expected ${BEGIN} … ${END} in the page.`);
  const { questions, bytes, chunks } = figures;
  const what = `${questions} questions, ${bytes} bytes of true continuations, ${chunks} chunks.`;
  const tables = [what, mixtureTable(figures), answerTable(figures)].join("\n\n");
  return `${page.slice(0, before)}\n\n${tables}\n\n${page.slice(after)}`;
}

function mixtureTable({ alone, mixtures }: RetrievalFigures): string {
  const head = ["nats a byte; shortest ending", ...WEIGHTS.map((weight) => `weight ${String(weight)}`)];
  const rows = ENDINGS.map((ending, i) => [`${String(ending)} bytes`, ...mixtures[i]!.map(natsText)]);
  return table(head, [["the model alone", ...WEIGHTS.map(() => natsText(alone))], ...rows]);
}

function answerTable({ answered }: RetrievalFigures): string {
  return table(
    ["mean over the questions", ""],
    [
      ["the source is retrieved first", percent(mean(answered.map(({ source }) => Number(source.first))))],
      ["the source is among the retrieved", percent(mean(answered.map(({ source }) => Number(source.found))))],
      ["of the chunks, the source's", percent(mean(answered.map(({ source }) => source.chunks)))],
      ["of the shares, the source's", percent(mean(answered.map(({ source }) => source.share)))],
      ["of the chunks, its Datanet's", percent(mean(answered.map(({ datanet }) => datanet.chunks)))],
      ["of the shares, its Datanet's", percent(mean(answered.map(({ datanet }) => datanet.share)))],
      ["questions that the chunks together help", percent(mean(answered.map(({ gain }) => Number(gain > 0))))],
      ["chunks that make the continuation less likely", percent(mean(answered.map(({ harmful }) => harmful)))],
    ],
  );
}

function natsText(nats: number): string {
  return nats.toFixed(4);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
