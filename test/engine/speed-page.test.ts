import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { engineSections, type EngineFigures } from "../../bench/engine/page.js";
import { kernelSections, type KernelFigures } from "../../bench/kernels/page.js";
import { logPlot } from "../../bench/page/log-plot.js";
import { speedPage } from "../../bench/speed/write-page.js";

const read = async <T>(name: string): Promise<T> =>
  JSON.parse(await readFile(`bench/results/${name}.json`, "utf8")) as T;

describe("docs/speed.md", () => {
  it("and its pictures are what the committed figures make", async () => {
    for (const [file, text] of Object.entries(await speedPage())) {
      expect(await readFile(file, "utf8"), file).to.equal(text);
    }
  });

  it("says of every ratio below its target that it is missed", async () => {
    const figures = await read<KernelFigures>("kernels");
    const slow = { ...figures.products[0]!, ratio: 1.29 };
    const { products, training } = kernelSections({
      ...figures,
      products: [slow, { ...slow, ratio: 1.3 }],
      training: { ...figures.training, ratio: 2.99 },
    });
    expect(products!.match(/\*\*missed\*\*/g)).to.have.length(1);
    expect(training).to.contain("2.99 (**missed**)");
  });

  it("says of scores that take longer than 10 ms that the target is missed, and of a bucket that was not computed why", async () => {
    const figures = await read<EngineFigures>("engine");
    const { scoring, buckets } = engineSections({
      ...figures,
      scoring: { ...figures.scoring, kernel: { seconds: 0.01, cpuSeconds: 0.01 } },
      buckets: [{ receipts: 100_000, expectedSeconds: 181.4 }],
    });
    expect(scoring).to.contain("< 10 (**missed**)");
    expect(buckets).to.contain("| 100,000 |").and.to.contain("not run: it would take 181 s of processor time");
  });
});

describe("logPlot", () => {
  it("draws what grows in proportion as a straight line through the grid's corners", () => {
    const points = [1, 10, 100].map((x): [number, number] => [x, 5 * x]);
    const picture = logPlot("title", { xAxis: "x", yAxis: "y", series: [{ label: "5x", points }] });
    const [, moves] = /<path d="M([^"]+)"/.exec(picture)!;
    const [[x0, y0], [x1, y1], [x2, y2]] = moves!.split("L").map((place) => place.split(" ").map(Number)) as [
      [number, number],
      [number, number],
      [number, number],
    ];
    expect(x2 - x1).to.be.closeTo(x1 - x0, 0.2);
    expect(y1 - y2)
      .to.be.closeTo(y0 - y1, 0.2)
      .and.to.be.greaterThan(0);
    for (const tick of ["1", "10", "100", "1,000"]) expect(picture).to.contain(`>${tick}<`);
  });
});
