import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {type Document, parse} from 'yaml'
import {editYaml} from '../../src/config/edit-yaml.js'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {useHome} from '../home.js'

const EDITOR = fileURLToPath(new URL('editor.ts', import.meta.url))

const edit = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', EDITOR, ...args], {stdio: ['ignore', 'pipe', 'inherit']})

const COMMENTED = `# mine
version: 2

# who answers
cliproxy:
    variants:
        # quick one
        fast: {provider: codex, "settings": '~/.ccs/fast.settings.json'} # keep
    list:
        - a
        - b   # second
other: "unknown to ccs"
long: ${'word '.repeat(40)}end
`

const SPACED = `
a:   {x: 1,y: [1,2 , 3]}
b: { x: 1 }


# far away
port:    8317     # kept
c: !!str 12
d: "one\\
  two"
e:
- 1
-   2
f: [ ]
g: 'it''s'   
h: &anchor   {k:   v}
i: *anchor
`

describe('editing YAML', () => {
  const {home} = useHome()
  const file = () => join(home(), 'config.yaml')

  it('keeps comments, order, style and unknown keys', async () => {
    writeFileSync(file(), COMMENTED)
    expect(
      await editYaml(file(), (document) => document.setIn(['cliproxy', 'variants', 'deep', 'provider'], 'codex')),
    ).to.equal(true)
    expect(readFileSync(file(), 'utf8')).to.equal(
      COMMENTED.replace('    list:', '        deep:\n            provider: codex\n    list:'),
    )
  })

  for (const [what, text, edited] of [
    ['spaces of every kind', SPACED, SPACED.replace('port:    8317     #', 'port: 1 #')],
    ['a missing last line end', 'a:   1\nport: 2', 'a:   1\nport: 1'],
    ['line ends of Windows', 'a:   1\r\n\r\n\r\nport: 2\r\n', 'a:   1\r\n\r\n\r\nport: 1\r\n'],
    ['steps of different widths', 'a:\n    b: 1\nc:\n  d: 1\n', 'a:\n    b: 1\nc:\n  d: 1\nport: 1\n'],
  ] as const)
    it(`leaves alone what it does not touch: ${what}`, async () => {
      writeFileSync(file(), text)
      await editYaml(file(), (document) => document.set('port', 1))
      expect(readFileSync(file(), 'utf8')).to.equal(edited)
    })

  it('says what was meant where its lines and the others would not go together', async () => {
    writeFileSync(file(), 'first:\n  a: 1\nsecond:\n      b: 1\n')
    await editYaml(file(), (document) => document.setIn(['second', 'c'], 1))
    expect(parse(readFileSync(file(), 'utf8'))).to.deep.equal({first: {a: 1}, second: {b: 1, c: 1}})
  })

  it('says which alias is in the way, and writes nothing', async () => {
    const tied = 'a: &x {k: 1}\nb:\n  c: *x\n'
    writeFileSync(file(), tied)
    for (const change of [
      (document: Document) => document.setIn(['b', 'c', 'k'], 2),
      (document: Document) => void document.deleteIn(['a']),
    ]) {
      const error = await editYaml(file(), change).catch((thrown: unknown) => thrown)
      expect(isCcsError(error) && error.toJSON()).to.deep.equal({
        error: {
          code: 'yaml_alias',
          message: `${file()} cannot be changed there: it is tied to the alias *x (line 3, column 6).`,
          hint: 'Write the value out in place of the alias, then try again.',
        },
      })
      expect(readFileSync(file(), 'utf8')).to.equal(tied)
    }
    await editYaml(file(), (document) => document.setIn(['a', 'k'], 2))
    expect(parse(readFileSync(file(), 'utf8'))).to.deep.equal({a: {k: 2}, b: {c: {k: 2}}})
  })

  it('writes nothing when nothing changed', async () => {
    writeFileSync(file(), COMMENTED)
    const before = statSync(file())
    expect(await editYaml(file(), (document) => document.set('version', 2))).to.equal(false)
    expect(readFileSync(file(), 'utf8')).to.equal(COMMENTED)
    expect(statSync(file()).ino).to.equal(before.ino)
  })

  it('keeps line ends and lists that are not indented', async () => {
    writeFileSync(file(), 'a:\r\n- 1\r\n- 2\r\nb: 1\r\n')
    await editYaml(file(), (document) => document.set('b', 2))
    expect(readFileSync(file(), 'utf8')).to.equal('a:\r\n- 1\r\n- 2\r\nb: 2\r\n')
  })

  it('makes a new file that only its owner can read', async () => {
    await editYaml(file(), (document) => document.setIn(['a', 'b'], 1))
    expect(readFileSync(file(), 'utf8')).to.equal('a:\n  b: 1\n')
    expect(statSync(file()).mode & 0o777).to.equal(0o600)
    writeFileSync(file(), '# nothing yet\n')
    await editYaml(file(), (document) => document.set('a', 1))
    expect(readFileSync(file(), 'utf8')).to.equal('# nothing yet\n\na: 1\n')
  })

  it('keeps a symlink a symlink, and the mode of what it points to', async () => {
    mkdirSync(join(home(), 'dotfiles'))
    const target = join(home(), 'dotfiles', 'ccs.yaml')
    writeFileSync(target, 'a: 1\n', {mode: 0o640})
    chmodSync(target, 0o640)
    symlinkSync(target, file())
    await editYaml(file(), (document) => document.set('a', 2))
    expect(lstatSync(file()).isSymbolicLink()).to.equal(true)
    expect(readFileSync(target, 'utf8')).to.equal('a: 2\n')
    expect(statSync(target).mode & 0o777).to.equal(0o640)
  })

  it('makes the file that a symlink points to', async () => {
    mkdirSync(join(home(), 'dotfiles'))
    symlinkSync(join('dotfiles', 'ccs.yaml'), file())
    await editYaml(file(), (document) => document.set('a', 2))
    expect(lstatSync(file()).isSymbolicLink()).to.equal(true)
    expect(readFileSync(join(home(), 'dotfiles', 'ccs.yaml'), 'utf8')).to.equal('a: 2\n')
  })

  for (const [name, text] of [
    ['a file that does not parse', 'a: [1\n'],
    ['a file that holds a list', '- a\n'],
    ['a file that is no UTF-8', Buffer.from('a: 1 # \xe9\n', 'latin1')],
  ] as const)
    it(`never writes over ${name}`, async () => {
      writeFileSync(file(), text)
      const error = await editYaml(file(), (document) => document.set('a', 2)).catch((caught: unknown) => caught)
      expect(isCcsError(error) && [error.code, error.exit]).to.deep.equal(['invalid_file', 2])
      expect(readFileSync(file())).to.deep.equal(Buffer.from(text))
    })

  it('takes write protection at its word', async () => {
    writeFileSync(file(), 'a: 1\n')
    chmodSync(file(), 0o444)
    const error = await editYaml(file(), (document) => document.set('a', 2)).catch((caught: unknown) => caught)
    expect(isCcsError(error) && [error.code, error.exit]).to.deep.equal(['read_only_file', 2])
    expect(readFileSync(file(), 'utf8')).to.equal('a: 1\n')
  })

  for (const format of ['yaml', 'settings'] as const)
    it(`loses no edit of several processes (${format})`, async () => {
      const at = join(home(), `many.${format}`)
      writeFileSync(at, format === 'yaml' ? 'kept: true\n' : '{"kept": true, "env": {}}\n')
      const editors = ['p', 'q', 'r'].map((name) => edit(format, at, name, '8'))
      const codes = await Promise.all(editors.map((editor) => once(editor, 'exit')))
      expect(codes).to.deep.equal([
        [0, null],
        [0, null],
        [0, null],
      ])
      const found = parse(readFileSync(at, 'utf8')) as {kept: boolean; made?: object; env?: object}
      const expected = ['p', 'q', 'r'].flatMap((name) => Array.from({length: 8}, (_, turn) => `${name}${turn + 1}`))
      expect(Object.keys(found.made ?? found.env ?? {}).sort()).to.deep.equal(expected.sort())
      expect(found.kept).to.equal(true)
    })

  it('survives editors killed at any moment: whole text, and the next edit goes through', async () => {
    writeFileSync(file(), 'kept: true\n')
    const editors = ['p', 'q', 'r'].map((name) => edit('yaml', file(), name, '0'))
    await Promise.all(editors.map((editor) => once(editor.stdout!, 'data')))
    for (const editor of editors) {
      for (let looks = 0; looks < 40; looks += 1) expect(parse(readFileSync(file(), 'utf8'))).to.include({kept: true})
      editor.kill('SIGKILL')
      await once(editor, 'exit')
    }
    await editYaml(file(), (document) => document.set('after', 1))
    expect(parse(readFileSync(file(), 'utf8'))).to.include({kept: true, after: 1})
    expect(readdirSync(home()).filter((name) => name.endsWith('.lock'))).to.deep.equal([])
  })
})
