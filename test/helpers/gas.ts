import hre from "hardhat";

/** `it` for what asserts gas: instrumented code costs more, so such tests are left out of a coverage run. */
export const itMeasures = hre.globalOptions.coverage ? it.skip : it;
