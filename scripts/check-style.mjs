// House rules that the linter has no rule for: direction of imports, file length, no suppressions.
import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {dirname, join, normalize} from 'node:path'

const LONGEST_FILE = 300
/** Wire tables may be longer: they are data. */
const TABLES = /\/(wire|models)\.ts$/
/** What a folder of src may import besides itself. */
const MAY_IMPORT = {
  contract: [],
  errors: ['contract'],
  protocols: ['contract', 'errors'],
}

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'plugins'], {encoding: 'utf8'})
  .split('\n')
  .filter((file) => /\/src\/.*\.tsx?$|^src\/.*\.ts$/.test(file))
const faults = files.flatMap((file) => check(file, readFileSync(file, 'utf8')))
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1

function check(file, text) {
  const lines = text.split('\n').length - 1
  return [
    ...(lines > LONGEST_FILE && !TABLES.test(file)
      ? [`${file}: ${lines} lines; split it by reason (limit ${LONGEST_FILE})`]
      : []),
    ...(/@ts-ignore|@ts-expect-error|@ts-nocheck|biome-ignore/.test(text) ? [`${file}: suppresses a check`] : []),
    ...(/\bTODO\b|\bFIXME\b/.test(text) ? [`${file}: promises work for later`] : []),
    ...importsOf(text).flatMap((target) => checkImport(file, target)),
  ]
}

function importsOf(text) {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1])
}

function checkImport(file, target) {
  if (file.startsWith('src/')) {
    if (/^@ccs\//.test(target) || /plugins\//.test(target)) return [`${file}: the host imports the plugin ${target}`]
    if (target === '@oclif/core') return [`${file}: imports the index of @oclif/core; name its subpath`]
    const from = file.split('/')[1]
    const to = target.startsWith('.') ? normalize(join(dirname(file), target)).split('/')[1] : undefined
    const allowed = MAY_IMPORT[from]
    if (allowed !== undefined && to !== undefined && to !== from && !allowed.includes(to)) {
      return [`${file}: ${from}/ may not import ${to}/`]
    }
    if (allowed !== undefined && /^node:(fs|net|http|https|process)/.test(target))
      return [`${file}: ${from}/ is pure, no ${target}`]
    return []
  }
  const outside =
    target.startsWith('.') && !normalize(join(dirname(file), target)).startsWith(file.split('/').slice(0, 2).join('/'))
  return outside ? [`${file}: a plugin imports ${target} outside itself`] : []
}
