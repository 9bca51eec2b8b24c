import {appendFileSync, readdirSync, watch} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {endProcess} from '../e2e/end-process.js'
import {useScene} from '../e2e/scene.js'

describe('a proxy that is stopped while it writes', () => {
  const scene = useScene()

  it('leaves no half of a file', async () => {
    await scene().run(['cliproxy', 'start'])
    const {proxy, home} = scene()
    const {pid} = proxy() as {readonly pid: number}
    const cache = join(home.ccs, 'cache')
    const writing = new Promise<void>((resolve) => {
      const watcher = watch(cache, (_, name) => {
        if (name?.startsWith(`.cliproxy-config.json.${pid}.`) !== true) return
        process.kill(pid, 'SIGTERM')
        watcher.close()
        resolve()
      })
    })
    appendFileSync(join(home.ccs, 'cliproxy', 'config.yaml'), `note: "${'y'.repeat(3_000_000)}"\n`)
    await writing
    await endProcess(pid)
    expect(readdirSync(cache).filter((name) => name.endsWith('.tmp'))).to.deep.equal([])
  }).timeout(20_000)
})
