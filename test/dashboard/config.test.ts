import {chmodSync, existsSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {createServer, get} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {expect} from 'chai'
import {useScene} from '../e2e/scene.js'
import type {Running} from '../fakes/run-process.js'
import {until} from '../fakes/run-process.js'

interface Started extends Running {
  readonly shown: {readonly url: string; readonly port: number; readonly pid: number}
}

describe('ccs config', () => {
  const scene = useScene()
  const runFile = () => join(scene().home.ccs, 'dashboard.json')
  const started: Running[] = []
  afterEach(async () => {
    for (const {child, ended} of started.splice(0)) {
      child.kill('SIGKILL')
      await ended
    }
  })

  /** Resolves with what it printed; it goes on. */
  const start = async (...args: readonly string[]): Promise<Started> => {
    const running = scene().start(['config', '--json', ...args], {env: {BROWSER: 'none'}})
    started.push(running)
    let text = ''
    running.child.stdout?.on('data', (chunk: string) => {
      text += chunk
    })
    return {...running, shown: await until(() => text.trimEnd().endsWith('}') && JSON.parse(text))}
  }
  const open = async (url: string) => {
    const {origin, hash} = new URL(url)
    const reply = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: {origin, 'content-type': 'application/json'},
      body: JSON.stringify({code: hash.slice('#code='.length)}),
    })
    return reply.status
  }

  it('prints a link that opens once, and leaves nothing behind after Ctrl-C', async () => {
    const {child, ended, shown} = await start()
    expect(shown).to.deep.equal({url: shown.url, port: Number(new URL(shown.url).port), pid: child.pid})
    expect([await open(shown.url), await open(shown.url)]).to.deep.equal([200, 401])
    expect(statSync(runFile()).mode & 0o777).to.equal(0o600)
    child.kill('SIGINT')
    const {code, signal, stderr} = await ended
    expect({code, signal, stderr}).to.deep.equal({code: 0, signal: null, stderr: ''})
    expect(existsSync(runFile())).to.equal(false)
  })

  it('gives another link to the one that runs, which stays', async () => {
    const {shown} = await start()
    const {code, stdout} = await scene().run(['config', '--json', '--no-open'])
    const second = JSON.parse(stdout) as Started['shown']
    expect(code).to.equal(0)
    expect({port: second.port, pid: second.pid}).to.deep.equal({port: shown.port, pid: shown.pid})
    expect([await open(second.url), await open(shown.url)]).to.deep.equal([200, 200])
  })

  it('says where the one that runs is when another port is asked for, and takes its own for an answer', async () => {
    const {shown} = await start()
    const other = await scene().run(['config', '--no-open', '--port', String(shown.port === 8400 ? 8401 : 8400)])
    expect([other.code, other.stdout, other.stderr]).to.deep.equal([
      1,
      '',
      `Error: The dashboard runs already, on port ${shown.port} (process ${shown.pid}).\n` +
        'Without --port, another link to it is opened. For another port, end it first.\nNext: ccs config\n',
    ])
    const same = await scene().run(['config', '--json', '--no-open', '--port', String(shown.port)])
    expect([same.code, (JSON.parse(same.stdout) as Started['shown']).port]).to.deep.equal([0, shown.port])
  })

  it('stands whatever is asked of the port where links are given', async () => {
    const {child} = await start()
    const {linkPort} = JSON.parse(readFileSync(runFile(), 'utf8')) as {readonly linkPort: number}
    const statuses = [await statusOf(linkPort, '//'), await statusOf(linkPort, '/?nonce=%')]
    expect(statuses).to.deep.equal([403, 403])
    const {code, stdout} = await scene().run(['config', '--json', '--no-open'])
    expect([code, (JSON.parse(stdout) as Started['shown']).pid]).to.deep.equal([0, child.pid])
  })

  it('serves once when two begin in the same moment', async () => {
    const [one, other] = await Promise.all([start(), start()])
    expect(one.shown.port).to.equal(other.shown.port)
    expect(one.shown.pid).to.equal(other.shown.pid)
  })

  it('opens the browser that BROWSER names', async () => {
    const log = join(scene().home.path, 'opened')
    const browser = scene().home.write('browser', `#!/bin/sh\nprintf %s "$1" > "${log}"\n`)
    chmodSync(browser, 0o700)
    const running = scene().start(['config'], {env: {BROWSER: browser}})
    started.push(running)
    const url = await until(() => existsSync(log) && readFileSync(log, 'utf8'))
    expect(await open(url)).to.equal(200)
    running.child.kill('SIGTERM')
    expect((await running.ended).stdout)
      .to.contain('The dashboard opens in your browser.')
      .and.to.contain(url)
  })

  it('leaves by itself when nobody looks', async () => {
    const {ended} = await start('--idle-timeout', '300ms')
    expect((await ended).code).to.equal(0)
    expect(existsSync(runFile())).to.equal(false)
  })

  it('trusts nobody who merely answers on the port of one that is gone', async () => {
    const asked: string[] = []
    const stranger = createServer((request, response) => {
      asked.push(`${request.method} ${JSON.stringify(request.headers)}`)
      response.end(JSON.stringify({url: 'http://evil.example/', proof: 'x'.repeat(64)}))
    })
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
    const {port} = stranger.address() as AddressInfo
    const key = 'k'.repeat(43)
    writeFileSync(runFile(), JSON.stringify({pid: 1, port, linkPort: port, key}), {mode: 0o600})
    const {shown, child} = await start()
    stranger.close()
    expect(shown.pid).to.equal(child.pid)
    expect(asked).to.have.length(1)
    expect(asked[0]).not.to.contain(key)
  })

  it('says who has the port, and what a length of time is', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const {port} = other.address() as AddressInfo
    const taken = await scene().run(['config', '--no-open', '--port', String(port)])
    other.close()
    expect([taken.code, taken.stderr]).to.deep.equal([
      1,
      `Error: Port ${port} is taken by another program.\nWithout --port, a free one is used.\nNext: ccs config\n`,
    ])
    await scene().run(['cliproxy', 'start'])
    const own = String(scene().proxy()?.port)
    expect((await scene().run(['config', '--no-open', '--port', own])).stderr).to.contain(
      'is taken by the proxy of ccs.',
    )
    const wrong = await scene().run(['config', '--idle-timeout', 'soon'])
    expect([wrong.code, wrong.stderr]).to.deep.equal([
      2,
      'Error: "soon" is no length of time up to 24 days; write 10m, 1h or 2d.\n',
    ])
  })
})

/** Of an address that is sent as it is written. */
function statusOf(port: number, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({host: '127.0.0.1', port, path, agent: false}, (reply) => {
      reply.resume()
      resolve(reply.statusCode)
    }).on('error', reject)
  })
}
