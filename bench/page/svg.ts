/** A picture's size and what is drawn in it. Text is `currentColor`-like: dark on light, light on dark. */
export type Drawing = {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly shapes: readonly string[];
};

/** Colours by role, for light and for dark surroundings. The series' are told apart by the colour-blind too (Okabe and Ito). */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .muted { fill: #57606a; } .grid { stroke: #d0d7de; } .mark { stroke: #24292f; stroke-width: 1.5; fill: none; }
  .s0 { fill: #0072b2; stroke: #0072b2; } .s1 { fill: #d55e00; stroke: #d55e00; } .s2 { fill: #009e73; stroke: #009e73; }
  .s3 { fill: #cc79a7; stroke: #cc79a7; } .s4 { fill: #8c8c8c; stroke: #8c8c8c; } .s5 { fill: #b8860b; stroke: #b8860b; }
  .line { fill: none; stroke-width: 2; } .dot { fill-opacity: .35; stroke: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .muted { fill: #8d96a0; } .grid { stroke: #30363d; } .mark { stroke: #e6edf3; }
    .s0 { fill: #56b4e9; stroke: #56b4e9; } .s1 { fill: #e69f00; stroke: #e69f00; } .s2 { fill: #2fc79a; stroke: #2fc79a; }
    .line { fill: none; } .dot { stroke: none; }
  }`;

/** A drawing as a file of its own, without anything from outside. */
export function svg({ width, height, title, shapes }: Drawing): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" width="${String(width)}" height="${String(height)}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<style>${STYLE}\n</style>`,
    ...shapes,
    "</svg>",
    "",
  ].join("\n");
}

export type TextOptions = { readonly anchor?: "start" | "middle" | "end"; readonly muted?: boolean };

export function text(
  x: number,
  y: number,
  content: string,
  { anchor = "start", muted = false }: TextOptions = {},
): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}"${muted ? ' class="muted"' : ""}>${escape(content)}</text>`;
}

export function line(from: readonly [number, number], to: readonly [number, number], role: "grid" | "mark"): string {
  return `<line x1="${at(from[0])}" y1="${at(from[1])}" x2="${at(to[0])}" y2="${at(to[1])}" class="${role}"/>`;
}

export function bar(x: number, y: number, width: number, height: number, series: number): string {
  return `<rect x="${at(x)}" y="${at(y)}" width="${at(Math.max(0, width))}" height="${at(height)}" class="s${String(series)}"/>`;
}

export function path(points: readonly (readonly [number, number])[], series: number): string {
  const moves = points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${at(x)} ${at(y)}`);
  return `<path d="${moves.join("")}" class="s${String(series)} line"/>`;
}

export function dot(x: number, y: number, radius: number, series: number): string {
  return `<circle cx="${at(x)}" cy="${at(y)}" r="${at(radius)}" class="s${String(series)} dot"/>`;
}

/** Coordinates with one digit: enough to see, and the same bytes everywhere. */
function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
