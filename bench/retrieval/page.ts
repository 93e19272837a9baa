import { markdownTable } from "../page/sections.js";
import { ENDINGS, mean, type RetrievalFigures, WEIGHTS } from "./measure.js";

/** The generated part of docs/retrieval.md, `retrieval`. */
export function sectionOf(figures: RetrievalFigures): string {
  const { questions, bytes, chunks } = figures;
  const what = `${questions} questions, ${bytes} bytes of true continuations, ${chunks} chunks.`;
  return [what, mixtureTable(figures), answerTable(figures)].join("\n\n");
}

function mixtureTable({ alone, mixtures }: RetrievalFigures): string {
  const head = ["nats a byte; shortest ending", ...WEIGHTS.map((weight) => `weight ${String(weight)}`)];
  const rows = ENDINGS.map((ending, i) => [`${String(ending)} bytes`, ...mixtures[i]!.map(natsText)]);
  return markdownTable(head, [["the model alone", ...WEIGHTS.map(() => natsText(alone))], ...rows]);
}

function answerTable({ answered }: RetrievalFigures): string {
  return markdownTable(
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
