import {execFileSync} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const SCRIPT = join(ROOT, 'scripts', 'write-dropped.mjs')
const page = readFileSync(join(ROOT, 'docs', 'dropped.md'), 'utf8')

describe('docs/dropped.md', () => {
  it('says what the code does; `node scripts/write-dropped.mjs` writes it anew', () => {
    expect(page).to.equal(execFileSync(process.execPath, [SCRIPT, '--print'], {encoding: 'utf8'}))
  })

  it('has every table there is', () => {
    const protocols = join(ROOT, 'src', 'protocols')
    const folders = readdirSync(protocols, {recursive: true, encoding: 'utf8'})
      .filter((file) => file.endsWith('/dropped.ts'))
      .map(dirname)
    expect(folders).to.include('anthropic-messages')
    const script = readFileSync(SCRIPT, 'utf8')
    expect(folders.filter((folder) => !script.includes(`folder: '${folder}'`))).to.deep.equal([])
  })

  it('gives each name one reason', () => {
    const names = page.split('\n').flatMap((line) => /^\| `([^`]+)` \| \S.*\.\S* \|$/.exec(line)?.slice(1) ?? [])
    const rows = page.split('\n').filter((line) => line.startsWith('| `'))
    expect(names.length).to.equal(rows.length)
    expect(names).to.include.members(['key temperature', 'block *', 'reasoning of another account'])
  })
})
