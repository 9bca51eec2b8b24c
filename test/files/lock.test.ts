import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {withLock} from '../../src/files/lock.js'
import {useHome} from '../home.js'

const ADD_ONE = fileURLToPath(new URL('add-one.ts', import.meta.url))
const HOUR = 3_600_000

describe('the lock of a file', () => {
  const {home} = useHome()
  const file = () => join(home(), 'config.toml')
  const lock = () => `${file()}.lock`
  const children: ChildProcess[] = []
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })

  /** Sets the time of a path, so many milliseconds from now. */
  const date = (path: string, away: number) => {
    const time = new Date(Date.now() + away)
    utimesSync(path, time, time)
  }
  const folderWith = (files: Readonly<Record<string, string>>, away: number, folderAway = away) => {
    mkdirSync(lock())
    for (const [name, text] of Object.entries(files)) {
      const path = join(lock(), name)
      mkdirSync(dirname(path), {recursive: true})
      writeFileSync(path, text)
      date(path, away)
    }
    date(lock(), folderAway)
  }
  const fileWith = (text: string, away: number) => {
    writeFileSync(lock(), text)
    date(lock(), away)
  }
  const taken = async (patience?: number) => {
    const begun = performance.now()
    const done = await withLock(file(), async () => readdirSync(home()), patience).catch((error: unknown) =>
      isCcsError(error) ? [error.message, error.code, error.exit, error.hint, error.command] : error,
    )
    return {done, milliseconds: performance.now() - begun}
  }
  const held = () => [
    `${file()} could not be written: ${lock()} says that another process is writing it.`,
    'file_locked',
    1,
    'Nothing was changed. Try again when that process is done; when there is none, take the lock away.',
    `rm -r ${lock()}`,
  ]

  for (const [name, leave] of [
    ['an empty folder', () => folderWith({}, -HOUR)],
    ['a folder with a note of its holder', () => folderWith({pid: '17\n'}, -HOUR)],
    ['a file', () => fileWith('', -HOUR)],
  ] as const)
    it(`is taken over at once when it is stale: ${name}`, async () => {
      leave()
      const {done, milliseconds} = await taken()
      expect(done).to.deep.equal(['config.toml.lock'])
      expect(milliseconds).to.be.below(2000)
      expect(readdirSync(home())).to.deep.equal([])
    })

  it('is taken over after five seconds when its time lies ahead: the clock was set back', async () => {
    folderWith({}, HOUR)
    const {done, milliseconds} = await taken()
    expect(done).to.deep.equal(['config.toml.lock'])
    expect(milliseconds).to.be.within(4500, 8000)
    expect(existsSync(lock())).to.equal(false)
  })

  it('is respected while somebody refreshes it, by whatever clock, and named when patience ends', async () => {
    folderWith({}, HOUR)
    let ahead = HOUR
    const refreshing = setInterval(() => {
      ahead += 1000
      date(lock(), ahead)
    }, 1000)
    try {
      expect((await taken(7000)).done).to.deep.equal(held())
    } finally {
      clearInterval(refreshing)
    }
    expect(readdirSync(home())).to.deep.equal(['config.toml.lock'])
  })

  for (const [name, put] of [
    ['a fresh folder', () => folderWith({}, 0)],
    ['a fresh file', () => fileWith('', 0)],
    ['a folder with a fresh note', () => folderWith({pid: '17'}, 0, -HOUR)],
    ['data that only has such a name', () => fileWith('x'.repeat(2000), -HOUR)],
    ['a folder of folders', () => folderWith({'a/b': ''}, -HOUR)],
    ['a link', () => symlinkSync('/nowhere', lock())],
  ] as const)
    it(`is left where it is, and named: ${name}`, async () => {
      put()
      expect((await taken(200)).done).to.deep.equal(held())
      expect(readdirSync(home())).to.deep.equal(['config.toml.lock'])
    })

  it('is taken over by one of many that find it stale', async () => {
    writeFileSync(file(), '0')
    folderWith({pid: '17'}, -HOUR)
    const adders = Array.from({length: 6}, () => {
      const child = spawn(process.execPath, ['--import', 'tsx', ADD_ONE, file(), '20'], {
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      children.push(child)
      return child
    })
    await Promise.all(adders.map((child) => once(child.stdout, 'data')))
    for (const child of adders) child.stdin.end()
    const codes = await Promise.all(adders.map(async (child) => (await once(child, 'exit'))[0]))
    expect([codes, readFileSync(file(), 'utf8')]).to.deep.equal([[0, 0, 0, 0, 0, 0], '120'])
    expect(readdirSync(home())).to.deep.equal(['config.toml'])
  }).timeout(60_000)
})
