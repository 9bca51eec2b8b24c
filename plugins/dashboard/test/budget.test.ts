import {readdirSync, readFileSync} from 'node:fs'
import {gzipSync} from 'node:zlib'
import {expect} from 'chai'

const FOLDER = new URL('../dist/web/', import.meta.url)
const files = () => readdirSync(FOLDER).filter((file) => /\.(js|css|html|svg)$/.test(file))
const sizeOf = (file: string) => gzipSync(readFileSync(new URL(file, FOLDER)), {level: 9}).length
const sum = (names: readonly string[]) => names.reduce((total, file) => total + sizeOf(file), 0)
const KB = 1024

/** What a script pulls in by itself: imports, but not what it fetches later by `import()`. */
function closure(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const text = readFileSync(new URL(file, FOLDER), 'utf8')
  for (const [, name] of text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) if (name !== undefined) closure(name, seen)
  return seen
}

describe('dashboard: weight', () => {
  it('stays within its budget', () => {
    const scripts = files().filter((file) => file.endsWith('.js'))
    const main = scripts.find((file) => file.startsWith('main-')) ?? ''
    const first = closure(main)
    const lazy = scripts.filter((file) => !first.has(file))
    const texts = [...first].map((file) => readFileSync(new URL(file, FOLDER), 'utf8')).join('')
    expect(texts, 'the first page').to.contain('Reset schedule')
    expect(sum([...first]), 'scripts of the first page').to.be.at.most(40 * KB)
    expect(sum(files().filter((file) => file.endsWith('.css'))), 'styles').to.be.at.most(8 * KB)
    for (const file of lazy) expect(sizeOf(file), file).to.be.at.most(20 * KB)
    expect(sum(files()), 'everything').to.be.at.most(120 * KB)
  })
})
