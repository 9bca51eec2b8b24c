import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {expect} from 'chai'
import {useScene} from '../e2e/scene.js'
import {FAKE_RUNTIME} from '../fakes/run-process.js'

const SPOILT: readonly (readonly [how: string, spoil: (good: Buffer) => Buffer])[] = [
  ['was cut off', (good) => good.subarray(0, good.length / 2)],
  ['is empty', () => Buffer.alloc(0)],
  ['was damaged', (good) => Buffer.from(good.map((byte, at) => (at === good.length >> 1 ? byte ^ 0xff : byte)))],
  [
    'is of another build',
    (good) => Buffer.concat([good.subarray(0, 31), Buffer.from([(good[31] ?? 0) ^ 1]), good.subarray(32)]),
  ],
]

describe('what V8 has compiled of a start', function () {
  this.timeout(60_000)
  const scene = useScene(() => ({env: {CCS_CLAUDE_PATH: FAKE_RUNTIME, CCS_CODEX_PATH: FAKE_RUNTIME}}))
  const folder = () => join(scene().home.ccs, 'cache', 'compiled')
  const place = (name: string) => join(folder(), `${name}-${process.version}-${process.arch}`)
  /** Whatever is saved anew is another file. */
  const inode = () => statSync(place('ccs')).ino
  const start = async (env = {}) => {
    const {code, stderr} = await scene().run(['codex', '-p', 'hi'], {env})
    expect({code, stderr}).to.deep.equal({code: 0, stderr: ''})
  }

  it('is kept for the next start, for its owner only', async () => {
    await start()
    expect(readdirSync(folder()).sort()).to.deep.equal(['ccs', 'proxy'].map((name) => basename(place(name))))
    expect(statSync(place('ccs')).mode & 0o777).to.equal(0o600)
    const before = inode()
    await start()
    expect(inode()).to.equal(before)
  })

  it('is kept when a session has used it, not sooner', async () => {
    expect((await scene().run(['codex', '--accounts'])).code).to.equal(0)
    expect((await scene().run(['codex', '--use', 'john'])).code).to.equal(0)
    expect(existsSync(place('ccs'))).to.equal(false)
  })

  it('is kept for each name that ccs is called by', async () => {
    const script = join(import.meta.dirname, '../../bin/ccsx.js')
    expect((await scene().run(['hi'], {script})).code).to.equal(0)
    expect(readdirSync(folder()).sort()).to.deep.equal(['ccsx', 'proxy'].map((name) => basename(place(name))))
  })

  for (const [how, spoil] of SPOILT)
    it(`is made anew when it ${how}`, async () => {
      await start()
      const spoilt = inode()
      writeFileSync(place('ccs'), spoil(readFileSync(place('ccs'))))
      await start()
      const mended = inode()
      await start()
      expect([mended === spoilt, inode() === mended]).to.deep.equal([false, true])
    })

  it('is made anew for other flags of Node', async () => {
    await start()
    const first = inode()
    const env = {NODE_OPTIONS: '--stack-trace-limit=50'}
    await start(env)
    const second = inode()
    await start(env)
    expect([second === first, inode() === second]).to.deep.equal([false, true])
  })

  it('is done without where it cannot be kept', async () => {
    mkdirSync(join(folder(), '..'), {recursive: true})
    writeFileSync(folder(), 'no folder')
    await start()
  })
})
