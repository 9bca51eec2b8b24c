import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  rmdir,
  stat,
  symlink,
  utimes,
  watch,
  writeFile,
} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import type {FileEdit} from '../../../src/contract/index.js'
import {applyEdits, settleEdits} from '../../../src/launch/edits/apply-edits.js'
import {markedFiles} from '../../../src/launch/edits/rewriting-marks.js'

const SETTINGS = '{\n  // mine\n  "model": "theirs",\n  "customModels": [{"id": "a"}],\n}\n'
const HOLD = fileURLToPath(new URL('hold-edits.ts', import.meta.url))

describe('edits/apply-edits', () => {
  let home: string
  let file: string
  let journal: string
  const children: ChildProcess[] = []

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'ccs-edits-'))
    file = join(home, 'settings.json')
    journal = join(home, 'ccs', 'edits.json')
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    await rm(home, {recursive: true})
  })

  const entry = (id: string, extra = {}, target = file): FileEdit => ({
    file: target,
    format: 'json',
    afterwards: 'remove',
    changes: [{type: 'upsert', path: ['customModels'], key: 'id', value: {id, ...extra}}],
  })
  const ids = async () => [...(await readFile(file, 'utf8')).matchAll(/"id": "(\w+)"/g)].map((match) => match[1])
  const start = (edits: readonly FileEdit[], rounds = 1) => {
    const args = ['--import', 'tsx', HOLD, journal, JSON.stringify(edits), String(rounds)]
    const child = spawn(process.execPath, args, {stdio: ['pipe', 'pipe', 'inherit']})
    children.push(child)
    return child
  }
  const started = async (edits: readonly FileEdit[]) => {
    const child = start(edits)
    await once(child.stdout, 'data')
    return child
  }

  it('puts entries in and takes them out, leaving no byte and no file of its own', async () => {
    await writeFile(file, SETTINGS, {mode: 0o640})
    await mkdir(join(home, 'ccs'))
    const undo = await applyEdits([entry('ours')], journal)
    expect(await ids()).to.deep.equal(['a', 'ours'])
    await undo()
    expect(await readFile(file, 'utf8')).to.equal(SETTINGS)
    expect((await stat(file)).mode & 0o777).to.equal(0o640)
    expect(await readdir(home, {recursive: true})).to.have.members(['ccs', 'settings.json'])
  })

  it('makes a missing file private and takes it away again with its folders', async () => {
    file = join(home, 'deep', 'er', 'settings.json')
    const undo = await applyEdits([entry('ours')], journal)
    expect((await stat(file)).mode & 0o777).to.equal(0o600)
    expect((await stat(join(home, 'deep'))).mode & 0o777).to.equal(0o700)
    await undo()
    expect(await readdir(home)).to.deep.equal(['ccs'])
  })

  it('keeps what others wrote meanwhile', async () => {
    await writeFile(file, SETTINGS)
    const undo = await applyEdits([entry('ours')], journal)
    await writeFile(file, '{"customModels":[{"id": "a"},{"id": "ours","index":1},{"id": "b"}],"theme":"dark"}')
    await undo()
    expect(await readFile(file, 'utf8')).to.equal('{"customModels":[{"id": "a"},{"id": "b"}],"theme":"dark"}')
  })

  it('edits the file behind a symlink, there or not', async () => {
    const real = join(home, 'dotfiles.json')
    await symlink('dotfiles.json', file)
    const undo = await applyEdits([entry('ours')], journal)
    expect(await readFile(real, 'utf8')).to.contain('"ours"')
    await undo()
    await writeFile(real, SETTINGS)
    await (await applyEdits([entry('ours')], journal))()
    expect((await lstat(file)).isSymbolicLink()).to.equal(true)
    expect(await readFile(real, 'utf8')).to.equal(SETTINGS)
  })

  it('refuses a malformed and a read-only file and undoes what it had done', async () => {
    const other = join(home, 'other.json')
    await writeFile(other, SETTINGS)
    await writeFile(file, '{"a" 1}')
    const edits = [entry('ours', {}, other), entry('ours')]
    expect(await applyEdits(edits, journal).catch(String)).to.equal(
      `CcsError: ${file} is not valid JSON (line 1, column 6: colon expected).`,
    )
    await chmod(file, 0o444)
    expect(await applyEdits(edits, journal).catch(String)).to.equal(
      `CcsError: ${file} is read-only, and ccs has an entry to put in it.`,
    )
    expect(await readFile(file, 'utf8')).to.equal('{"a" 1}')
    expect(await readFile(other, 'utf8')).to.equal(SETTINGS)
    expect(await readdir(join(home, 'ccs'))).to.deep.equal([])
  })

  it('names the file where its folder cannot be made', async () => {
    await writeFile(join(home, 'taken'), '')
    const inside = join(home, 'taken', 'settings.json')
    expect(await applyEdits([{...entry('ours', {}, inside), afterwards: 'keep'}], journal).catch(String)).to.equal(
      `CcsError: ${inside} could not be written (EEXIST).`,
    )
  })

  for (const format of ['json', 'toml'] as const)
    for (const afterwards of ['keep', 'remove'] as const)
      it(`refuses what is no UTF-8, and leaves every byte (${format}, ${afterwards})`, async () => {
        const bytes = Buffer.from(format === 'json' ? '{\n  "a": "\xe9"\n}\n' : '[a]\nb = "\xe9"\n', 'latin1')
        await writeFile(file, bytes)
        const edit: FileEdit = {file, format, afterwards, changes: [{type: 'set', path: ['c'], value: 1}]}
        expect(await applyEdits([edit], journal).catch(String)).to.equal(
          `CcsError: ${file} is not valid UTF-8 (line 2, column ${format === 'json' ? 9 : 6}).`,
        )
        expect(await readFile(file)).to.deep.equal(bytes)
      })

  it('leaves a file that was broken during the session to a later clean-up', async () => {
    await writeFile(file, SETTINGS)
    const undo = await applyEdits([entry('ours')], journal)
    const broken = (await readFile(file, 'utf8')).replace('[', '')
    await writeFile(file, broken)
    expect(await undo().catch(String)).to.match(/^CcsError: .* is not valid JSON/)
    expect(await readFile(file, 'utf8')).to.equal(broken)
    expect((await settleEdits(journal)).map(String)).to.have.length(1)
    await writeFile(file, broken.replace('"customModels": ', '"customModels": ['))
    expect(await settleEdits(journal)).to.deep.equal([])
    expect(await readFile(file, 'utf8')).to.equal(SETTINGS)
  })

  it('repairs for good, and does not touch a file that says it already', async () => {
    const config = join(home, 'config.toml')
    const edit: FileEdit = {
      file: config,
      format: 'toml',
      afterwards: 'keep',
      changes: [{type: 'set', path: ['model_providers', 'cliproxy', 'name'], value: 'ccs'}],
    }
    await writeFile(config, '# mine\n')
    await (await applyEdits([edit], journal))()
    const repaired = '# mine\n\n[model_providers.cliproxy]\nname = "ccs"\n'
    expect(await readFile(config, 'utf8')).to.equal(repaired)
    await chmod(config, 0o444)
    await (await applyEdits([edit], journal))()
    expect(await readFile(config, 'utf8')).to.equal(repaired)
    expect(await readdir(home)).to.deep.equal(['config.toml'])
  })

  it('keeps an entry until the last of several processes that share it has gone', async () => {
    await writeFile(file, SETTINGS)
    const [first, second, third] = await Promise.all([
      started([entry('shared')]),
      started([entry('shared')]),
      started([entry('other')]),
    ])
    const end = async (child: ChildProcess) => {
      child.stdin?.end()
      await once(child, 'exit')
    }
    await end(first)
    expect((await ids()).sort()).to.deep.equal(['a', 'other', 'shared'])
    await end(second)
    expect(await ids()).to.deep.equal(['a', 'other'])
    await end(third)
    expect(await readFile(file, 'utf8')).to.equal(SETTINGS)
  })

  it('takes out in any order what several starts put into a file that was not there', async () => {
    const undos = await Promise.all(['a', 'b', 'c'].map((id) => applyEdits([{...entry(id)}], journal)))
    for (const undo of undos) await undo()
    expect(await readdir(home)).to.deep.equal(['ccs'])
  })

  it('cleans up after a start that was killed', async () => {
    await writeFile(file, SETTINGS)
    const child = await started([entry('ours')])
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await ids()).to.deep.equal(['a', 'ours'])
    await (await applyEdits([], journal))()
    expect(await readFile(file, 'utf8')).to.equal(SETTINGS)
  })

  it('survives SIGKILL at any moment of an edit', async function () {
    this.timeout(60_000)
    const homes = await Promise.all(
      [1, 2, 4, 7].map(async (chunks) => {
        const folder = join(home, String(chunks))
        await mkdir(folder)
        const target = join(folder, 'settings.json')
        await writeFile(target, SETTINGS)
        const args = [join(folder, 'ccs', 'edits.json'), JSON.stringify([entry('ours', {n: chunks}, target)]), '1000']
        const child = spawn(process.execPath, ['--import', 'tsx', HOLD, ...args], {stdio: ['pipe', 'pipe', 'inherit']})
        children.push(child)
        for (let seen = 0; seen < chunks; seen += 1) await once(child.stdout, 'data')
        for (let turn = 0; turn < chunks * 25; turn += 1) await new Promise(setImmediate)
        child.kill('SIGKILL')
        await once(child, 'exit')
        return folder
      }),
    )
    await Promise.all(
      homes.map(async (folder) => {
        const target = join(folder, 'settings.json')
        const undo = await applyEdits([entry('next', {}, target)], join(folder, 'ccs', 'edits.json'))
        await undo()
        expect(await readFile(target, 'utf8')).to.equal(SETTINGS)
        expect((await readdir(folder)).toSorted()).to.deep.equal(['ccs', 'settings.json'])
      }),
    )
  })

  it('takes away what killed writers left beside the file, and nothing else', async () => {
    await writeFile(file, SETTINGS)
    const ended = spawnSync(process.execPath, ['--version']).pid
    const mine = [
      `.other.json.${ended}.0123abcd.tmp`,
      `.settings.json.${ended}.0123abcd`,
      `.settings.json.${ended}.mine.tmp`,
      `.settings.json.${process.ppid}.0123abcd.tmp`,
      `.settings.json.bak.${ended}.0123abcd.tmp`,
    ]
    const left = [`.settings.json.${ended}.0123abcd.tmp`, `.settings.json.${process.ppid}.4567abcd.tmp`]
    for (const name of [...mine, ...left]) await writeFile(join(home, name), '')
    await utimes(join(home, left[1] ?? ''), 1, 1)
    await (await applyEdits([entry('ours')], journal))()
    expect((await readdir(home)).toSorted()).to.deep.equal([...mine, 'ccs', 'settings.json'].toSorted())
  })

  it('knows of a repair that was killed which file it was at, until that is repaired', async () => {
    const folder = join(home, 'ccs')
    await mkdir(folder)
    const edit: FileEdit = {file, format: 'json', afterwards: 'keep', changes: [{type: 'set', path: ['a'], value: 1}]}
    await mkdir(`${file}.lock`)
    const named = async () => (await markedFiles(folder)).map((marked) => marked.file)
    const child = start([edit])
    for await (const _ of watch(folder)) if ((await named())[0] === file) break
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await named()).to.deep.equal([file])
    await rmdir(`${file}.lock`)
    await applyEdits([edit], journal)
    expect([await readdir(folder), await readFile(file, 'utf8')]).to.deep.equal([[], '{\n  "a": 1\n}\n'])
  })
})
