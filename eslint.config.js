import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** What the pure core may never touch: time, chance, files, network, chain, and float functions that differ by platform. */
const IMPURE_GLOBALS = ["process", "console", "fetch", "setTimeout", "setInterval", "performance", "crypto", "Date"];
const PLATFORM_MATH = ["random", "exp", "log", "log2", "log10", "pow", "tanh", "sin", "cos", "cbrt", "expm1", "log1p"];

export default tseslint.config(
  {
    ignores: [
      "node_modules",
      "artifacts",
      "cache",
      "coverage",
      "typechain-types",
      "reports",
      "engine/build",
      "engine/kernels",
      "instrumented",
      ".bootstrap",
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      // What the compiler's erasableSyntaxOnly forbids; TypeChain's files do not pass that option.
      "no-restricted-syntax": [
        "error",
        "TSEnumDeclaration",
        "TSModuleDeclaration[declare!=true]",
        "TSParameterProperty",
      ],
    },
  },
  {
    files: ["engine/src/core/**/*.ts"],
    rules: {
      "no-restricted-globals": ["error", ...IMPURE_GLOBALS],
      "no-restricted-properties": [
        "error",
        ...PLATFORM_MATH.map((property) => ({ object: "Math", property, message: "Not bit-exact on every platform." })),
      ],
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["node:*", "ethers", "**/io/**"], message: "engine/core is pure." }] },
      ],
    },
  },
  {
    files: ["deploy/**/*.ts", "hardhat.config.ts", "eslint.config.js", "scripts/tasks/**/*.ts"],
    rules: { "no-restricted-exports": "off" },
  },
  { files: ["test/**/*.ts"], rules: { "@typescript-eslint/no-unused-expressions": "off" } },
  {
    files: ["**/*.mjs", "**/*.js"],
    languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly" } },
  },
);
