// SPDX-License-Identifier: MIT
// Every SARIF log in a folder is valid by the published schema. usage: sarif.mjs FOLDER
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "./load.mjs";

const packages = join(process.env.ORACLE_NPM, "node_modules");
const read = (...names) => JSON.parse(readFileSync(join(packages, ...names), "utf8"));
const Ajv = (await load("ajv/lib/ajv.js")).default;
const ajv = new Ajv({ schemaId: "auto", allErrors: true, format: "full", logger: false });
ajv.addMetaSchema(read("ajv", "lib", "refs", "json-schema-draft-04.json"));
const validate = ajv.compile(read("@microsoft", "jest-sarif", "lib", "schemas", "sarif-2.1.0-rtm.5.json"));

let failed = 0, results = 0;
const names = readdirSync(process.argv[2]);
for (const name of names) {
  const log = JSON.parse(readFileSync(join(process.argv[2], name), "utf8"));
  if (!validate(log)) {
    failed++;
    console.log(`${name}: ${JSON.stringify(validate.errors.slice(0, 3))}`);
  }
  results += log.runs[0].results.length;
  // The judge sees what is wrong.
  for (const spoil of [(l) => delete l.runs[0].tool.driver.name, (l) => (l.version = "2"),
    (l) => l.runs[0].results.push({ ruleId: "x" })]) {
    const copy = structuredClone(log);
    spoil(copy);
    if (validate(copy)) {
      failed++;
      console.log(`${name}: the schema takes a broken log`);
    }
  }
}
console.log(`${names.length} logs with ${results} results are valid SARIF; ${failed} are not`);
process.exit(failed > 0 || results < 100 ? 1 : 0);
