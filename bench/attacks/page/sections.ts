import { markdownTable } from "../../page/sections.js";
import type { Attack } from "../attacks/attack.js";
import { RULE_TITLES, RULES } from "../payout/rules.js";
import type { Results } from "../results.js";
import { settingsOf } from "../settings.js";

/** The generated parts of docs/attacks.md, by the names of their markers. */
export function sectionsOf(results: Results): Record<string, string> {
  return {
    scope: scopeOf(results),
    attacks: attacksTable(results),
    done: markdownTable(
      ["attack", "what is done", "the defence that is off or on"],
      results.attacks.map(({ attack: { title, what, defence } }) => [title, what, defence]),
    ),
    harm: harmTable(results),
    "by-rule": byRuleTable(results),
    rules: rulesTable(results),
    grinding: grindingTable(results),
  };
}

function scopeOf({ scope }: Results): string {
  const { markets } = settingsOf(scope);
  const { contributors, cellsEach, questions } = markets[0]!;
  const size = `${String(contributors)} honest contributors of ${String(cellsEach)} cells each, ${String(questions)} questions, data seeds: ${String(markets.length)}`;
  return scope === "full"
    ? `These figures are of the full run (\`npm run bench:attacks\`): ${size}.`
    : `**These figures are of the quick run** (\`npm run bench:attacks -- --quick\`): ${size}. It is so small that luck rules it, and says no more than that the bench works. **Targets are for the full run**, which replaces these figures.`;
}

function attacksTable({ attacks }: Results): string {
  return markdownTable(
    ["attack", "rule off", "rule on", "honest", "target", "found", ""],
    attacks.map((each) => {
      const { attack, off, on, honest, offHonest, figure, bySeed, isMet } = each;
      const honestly = offHonest === honest ? percent(honest) : `${percent(honest)} (off: ${percent(offHonest)})`;
      const seeds = bySeed.length > 1 ? ` <sub>${bySeed.map((value) => shown(value, attack)).join(", ")}</sub>` : "";
      const met = isMet ? "met" : "**missed**";
      return [attack.title, percent(off), percent(on), honestly, targetOf(attack), shown(figure, attack) + seeds, met];
    }),
  );
}

function targetOf({ target: { unit, bound, value }, ...attack }: Attack): string {
  const sign = { "at most": "≤", "at least": "≥", below: "<" }[bound];
  return `${sign} ${shown(value, { ...attack, target: { unit, bound, value } })} ${unit}`;
}

/** A figure as its target has it: a multiple of an income, or a part of money. */
function shown(value: number, { target: { unit } }: Pick<Attack, "target">): string {
  if (Number.isNaN(value)) return "–"; // honest text that earns nothing
  return unit === "of honest income" ? value.toFixed(2) : percent(value);
}

function harmTable({ attacks }: Results): string {
  const harmful = attacks.flatMap(({ attack, harm }) => (harm === undefined ? [] : [{ attack, harm }]));
  return markdownTable(
    ["attack", "rise of the mean loss of all questions, millinats a byte"],
    harmful.map(({ attack, harm }) => [attack.title, (1000 * harm).toFixed(1)]),
  );
}

function byRuleTable({ attacks }: Results): string {
  const compared = attacks.flatMap(({ attack, byRule }) => (byRule === undefined ? [] : [{ attack, byRule }]));
  return markdownTable(
    ["attack, and what is counted", ...RULES.map((rule) => RULE_TITLES[rule])],
    compared.map(({ attack, byRule }) => [
      `${attack.title}, ${attack.target.unit}`,
      ...RULES.map((rule) => shown(byRule[rule], attack)),
    ]),
  );
}

function rulesTable({ rules }: Results): string {
  return markdownTable(
    ["rule", "to garbage", "to the Datanet", "to the source", "stable incomes", "honest cells that never earn"],
    RULES.map((rule) => {
      const { garbage, topic, source, stability, unpaid } = rules[rule];
      return [
        RULE_TITLES[rule],
        percent(garbage),
        percent(topic),
        percent(source),
        stability.toFixed(2),
        percent(unpaid),
      ];
    }),
  );
}

function grindingTable({ grinding: { seed, protocol } }: Results): string {
  const rows = [
    { what: "the seed draws the start and the order", figures: seed },
    { what: "**the seed orders the text, the start is a constant**", figures: protocol },
  ];
  return markdownTable(
    [
      "what the seed decides",
      "spread of an income",
      `best of ${String(protocol.seeds)} seeds, mean account`,
      "luckiest account",
    ],
    rows.map(({ what, figures: { gain, spread } }) => [what, percent(spread), times(gain.mean), times(gain.most)]),
  );
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

function times(value: number): string {
  return `× ${value.toFixed(2)}`;
}
