// SPDX-License-Identifier: MIT
// usage: gherkin.mjs FILE...
// Reads feature files with the official Gherkin parser; says which it does not accept, and prints
// the scenarios, tags and rows of the others as one JSON object.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const load = createRequire(join(process.env.ORACLE_NPM, 'package.json'))
const { AstBuilder, GherkinClassicTokenMatcher, Parser } = load('@cucumber/gherkin')
const { IdGenerator } = load('@cucumber/messages')

const scenarios = (children) => children.flatMap((child) => {
  if (child.rule) return scenarios(child.rule.children).map((s) => ({ ...s, rule: child.rule.name }))
  if (!child.scenario) return []
  const { name, tags, steps, examples } = child.scenario
  return [{
    name,
    tags: tags.map((tag) => tag.name),
    steps: steps.map((step) => step.text),
    rows: examples.flatMap((e) => e.tableBody.map((row) => row.cells.map((cell) => cell.value))),
  }]
})

const read = {}
let failed = false
for (const path of process.argv.slice(2)) {
  try {
    const parser = new Parser(new AstBuilder(IdGenerator.uuid()), new GherkinClassicTokenMatcher())
    const { feature } = parser.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
    read[path] = { language: feature.language, scenarios: scenarios(feature.children) }
  } catch (error) {
    failed = true
    console.error(`${path}: ${error.message}`)
  }
}
console.log(JSON.stringify(read))
process.exitCode = failed ? 1 : 0
