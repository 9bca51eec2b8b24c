import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {FAULT_MEANINGS} from '../../src/errors/fault-meanings.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const page = readFileSync(join(ROOT, 'docs', 'errors.md'), 'utf8')

describe('docs/errors.md', () => {
  it('says what the code does; `node scripts/write-errors.mjs` writes it anew', () => {
    const script = join(ROOT, 'scripts', 'write-errors.mjs')
    expect(page).to.equal(execFileSync(process.execPath, [script, '--print'], {encoding: 'utf8'}))
  })

  it('has a row for each kind, and none that tells a client to sign in', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| `'))
    expect(rows.map((row) => /`([^`]+)`/.exec(row)?.[1])).to.deep.equal(Object.keys(FAULT_MEANINGS))
    expect(rows.filter((row) => /\| 40[13] /.test(row))).to.deep.equal([])
  })
})
