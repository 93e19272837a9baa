import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { openDraft, publishDraft } from "../../scripts/demo/draft.js";
import { killDemo } from "./kill-demo.js";

describe("the demonstration, killed", function () {
  this.timeout(180_000);
  let folder: string;
  let directory: string;
  const OLD = ["report.txt", "summary.json"];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "openledger-killed-"));
    directory = path.join(folder, "demo");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const drafts = async (): Promise<string[]> => (await readdir(folder)).filter((name) => name.startsWith(".demo-"));

  it("leaves no report where there was none, and nothing but its own draft", async () => {
    await killDemo(directory, "Contributing");
    expect(await readdir(folder)).to.deep.equal(await drafts());
    expect(await drafts()).to.have.length(1);
  });

  it("leaves the report before it as it was, and one draft however often it is killed", async () => {
    await mkdir(directory);
    for (const name of OLD) await writeFile(path.join(directory, name), `old ${name}`);
    for (const words of ["Reviewing", "Training"]) {
      await killDemo(directory, words);
      expect(await drafts(), `killed at ${words}`).to.have.length(1);
      expect(await readdir(directory)).to.have.members(OLD);
      for (const name of OLD) expect(await readFile(path.join(directory, name), "utf8")).to.equal(`old ${name}`);
    }
  });

  describe("while it publishes", () => {
    const FILES = 400;

    const identity = async (): Promise<number | undefined> => (await stat(directory).catch(() => undefined))?.ino;

    async function writeReport(into: string, text: string): Promise<void> {
      await mkdir(into, { recursive: true });
      for (let i = 0; i < FILES; i++) await writeFile(path.join(into, String(i)), text);
    }

    it("shows the old report, the new one or none, never a part, at every moment", async () => {
      await writeReport(directory, "old");
      const draft = await openDraft(directory);
      await writeReport(draft, "new");
      const seen: number[] = [];
      let publishing = true;
      const looking = (async () => {
        while (publishing) {
          const [before, names, after] = [await identity(), await readdir(directory).catch(() => []), await identity()];
          if (before !== undefined && before === after) seen.push(names.length); // else it was replaced meanwhile
        }
      })();
      await publishDraft(draft, directory);
      publishing = false;
      await looking;
      expect(seen).not.to.be.empty;
      expect(seen.filter((count) => count !== FILES)).to.deep.equal([]);
      expect(await readFile(path.join(directory, "0"), "utf8")).to.equal("new");
      expect(await readdir(folder)).to.deep.equal(["demo"]);
    });

    it("is cleaned up by the next run, the old report that was on its way out too", async () => {
      await writeReport(path.join(folder, ".demo-killed", "old"), "old");
      const draft = await openDraft(directory);
      expect(await readdir(folder)).to.deep.equal([path.basename(draft)]);
      expect(await readdir(draft)).to.be.empty;
    });

    it("publishes where there was nothing", async () => {
      const draft = await openDraft(directory);
      await writeReport(draft, "first");
      await publishDraft(draft, directory);
      expect(await readdir(folder)).to.deep.equal(["demo"]);
      expect(await readdir(directory)).to.have.length(FILES);
    });
  });
});
