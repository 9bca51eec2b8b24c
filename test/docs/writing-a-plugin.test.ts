import {execFileSync} from 'node:child_process'
import {mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {startProcess} from '../fakes/run-process.js'
import {useHome} from '../home.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const page = readFileSync(join(ROOT, 'docs', 'writing-a-plugin.md'), 'utf8')
/** Blocks that name a file behind their language. */
const BLOCKS = [...page.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, file = '', text = '']) => ({file, text}))

describe('docs/writing-a-plugin.md', function () {
  this.timeout(60_000)
  const {home} = useHome()

  it('shows a plugin that compiles and passes', async () => {
    expect(BLOCKS.map(({file}) => file)).to.deep.equal(['package.json', 'provider.ts', 'runtime.ts', 'plugin.test.ts'])
    mkdirSync(join(home(), 'node_modules'))
    symlinkSync(ROOT, join(home(), 'node_modules', 'ccs'))
    for (const {file, text} of BLOCKS) writeFileSync(join(home(), file), text)
    const words =
      '--strict --noUnusedLocals --skipLibCheck --module nodenext --target es2023 --outDir dist --types node'
    const types = ['--typeRoots', join(ROOT, 'node_modules', '@types')]
    const files = BLOCKS.map(({file}) => file).filter((file) => file.endsWith('.ts'))
    execFileSync(join(ROOT, 'node_modules/.bin/tsc'), [...words.split(' '), ...types, ...files], {cwd: home()})
    const {code, stdout} = await startProcess(process.execPath, ['--test', 'dist/plugin.test.js'], {
      env: {PATH: process.env.PATH, HOME: home()},
      cwd: home(),
    }).ended
    expect(code, stdout).to.equal(0)
    expect(stdout).to.match(/pass 38\n. fail 0/)
  })

  it('names the hooks as the files answer to them', async () => {
    const manifest = BLOCKS.find(({file}) => file === 'package.json')?.text ?? ''
    const {oclif} = JSON.parse(manifest) as {readonly oclif: {readonly hooks: Readonly<Record<string, string>>}}
    expect(oclif.hooks).to.deep.equal({
      'ccs:provider:acme': './dist/provider.js',
      'ccs:runtime:acme-cli': './dist/runtime.js',
    })
  })

  it('counts right', () => {
    const rows = [...page.matchAll(/^\| .*\(`([^`]+)`\) \| (\d+) \|\n(?:\| its test \| (\d+) \|)?/gm)]
    const stated = rows.flatMap(([, folder = '', lines, test]) => [
      [folder, Number(lines)],
      ...(test === undefined ? [] : [[folder.replace(/src$/, 'test'), Number(test)]]),
    ])
    expect(stated).to.have.length(6)
    expect(stated).to.deep.equal(stated.map(([folder]) => [folder, linesIn(String(folder))]))
  })
})

/** Lines with code: neither empty nor a comment. */
function linesIn(folder: string): number {
  const texts = readdirSync(join(ROOT, folder)).map((file) => readFileSync(join(ROOT, folder, file), 'utf8'))
  const lines = texts.flatMap((text) => text.replace(/\/\*[\s\S]*?\*\//g, '').split('\n'))
  return lines.filter((line) => line.trim() !== '' && !/^\s*\/\//.test(line)).length
}
