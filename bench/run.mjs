// npm run bench [-- --only startup] [--json] [--rounds N] [--long]: every suite measured against its yardstick in the same run.
import {existsSync} from 'node:fs'
import {parseArgs} from 'node:util'

const SUITES = ['startup', 'proxy', 'relay']

const {values} = parseArgs({
  options: {
    json: {type: 'boolean'},
    long: {type: 'boolean'},
    only: {type: 'string', multiple: true},
    rounds: {type: 'string'},
  },
})
const present = SUITES.filter((suite) => existsSync(new URL(`${suite}.mjs`, import.meta.url)))
const chosen = values.only ?? present
const strange = chosen.filter((suite) => !present.includes(suite))
if (strange.length > 0) {
  console.error(`No suite "${strange.join('", "')}". Suites: ${present.join(', ')}.`)
  process.exit(2)
}

const rows = []
for (const suite of chosen) {
  const {measure} = await import(`./${suite}.mjs`)
  const found = await measure({
    rounds: values.rounds === undefined ? undefined : Number(values.rounds),
    long: values.long,
  })
  rows.push(
    ...found.map((row) => ({
      suite,
      ...row,
      ok: row.atMost === undefined ? row.value >= row.atLeast : row.value <= row.atMost,
    })),
  )
}

if (values.json) console.log(JSON.stringify({node: process.versions.node, platform: process.platform, rows}, null, 2))
else print(rows)
if (rows.some((row) => !row.ok)) process.exitCode = 1

function print(all) {
  const lines = all.map(({suite, name, value, unit, atMost, atLeast, detail, ok}) => [
    ok ? 'ok' : 'MISSED',
    suite,
    name,
    `${value.toFixed(2)} ${unit}`,
    atMost === undefined ? `>= ${atLeast}` : `<= ${atMost}`,
    detail ?? '',
  ])
  const table = [['', 'suite', 'what', 'measured', 'target', ''], ...lines]
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)))
  for (const line of table)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
}
