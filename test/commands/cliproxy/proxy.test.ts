import {appendFileSync, readFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {expect} from 'chai'
import {useScene} from '../../e2e/scene.js'
import {FAKE_RUNTIME, readEntries, until} from '../../fakes/run-process.js'
import {sendTo} from '../../proxy/stage.js'
import {commandsOf, failed, failedJson, said} from '../run-command.js'

const {version} = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

describe('ccs cliproxy start, status, restart, stop, logs', () => {
  const scene = useScene(() => ({env: {CCS_CLAUDE_PATH: FAKE_RUNTIME, TZ: 'UTC'}}))
  const {run, json} = commandsOf(scene)
  const proxy = (...args: readonly string[]) => run(['cliproxy', ...args])
  const proxyJson = (...args: readonly string[]) => json(['cliproxy', ...args])
  const running = () => {
    const {pid, port} = scene().proxy() ?? {pid: 0, port: 0}
    return {running: true, pid, port, url: `http://127.0.0.1:${port}`, version, engine: 'embedded', sessions: 0}
  }
  const STOPPED = {
    running: false,
    pid: null,
    port: null,
    url: null,
    version: null,
    engine: 'embedded',
    sessions: 0,
    startedAt: null,
  }
  const NOT_RUNNING = 'The proxy does not run. Sessions start it by themselves; `ccs cliproxy start` keeps it running.'

  it('status, when none runs; nothing is started and nothing written', async () => {
    expect(await proxy('status')).to.deep.equal(said(NOT_RUNNING))
    expect(await proxyJson('status')).to.deep.equal({code: 0, stderr: '', value: STOPPED})
    expect(scene().proxy()).to.equal(undefined)
  })

  it('start once, status, stop', async () => {
    const first = await proxy('start')
    const {pid, url, port} = running()
    expect(first).to.deep.equal(said(`The proxy runs at ${url}.`))
    const {startedAt, ...status} = (await proxyJson('status')).value
    expect(status).to.deep.equal(running())
    expect(new Date(String(startedAt)).toISOString()).to.equal(startedAt)
    expect((await proxyJson('start')).value).to.deep.equal({...running(), startedAt})
    expect(scene().proxy()).to.include({pid, port})
    expect((await proxy('status')).stdout).to.equal(
      `The proxy runs at ${url} (pid ${pid}, version ${version}).\nSessions: 0. Started: ${startedAt}.\n`,
    )
    expect(await proxy('stop')).to.deep.equal(said('The proxy has stopped.'))
    expect(await proxyJson('stop')).to.deep.equal({code: 0, stderr: '', value: {stopped: false}})
    expect(await proxy('status')).to.deep.equal(said(NOT_RUNNING))
  }).timeout(30_000)

  it('status counts sessions', async () => {
    const log = join(scene().home.path, 'log')
    const {child, ended} = scene().start(['codex', 'x'], {env: {FAKE_DO: 'wait', FAKE_LOG: log}})
    await until(() => readEntries(log).length > 0)
    expect((await proxyJson('status')).value.sessions).to.equal(1)
    child.kill('SIGTERM')
    await ended
    expect((await proxyJson('status')).value.sessions).to.equal(0)
  })

  it('is reached and stopped while its configuration is half edited, and serves as before', async () => {
    await proxy('start')
    const {port = 0, key} = scene().proxy() ?? {}
    const file = join(scene().home.path, '.ccs/cliproxy/config.yaml')
    const ask = async () => {
      const body = JSON.stringify({model: 'gpt-5.4', max_tokens: 9, messages: [{role: 'user', content: 'hi'}]})
      return (
        await sendTo(port, {method: 'POST', path: '/v1/messages', headers: {authorization: `Bearer ${key}`}, body})
      ).status
    }
    expect(await ask()).to.equal(200)
    appendFileSync(file, 'host: [\n')
    expect([await ask(), (await proxyJson('status')).value.running]).to.deep.equal([200, true])
    const session = await run(['codex', 'x'])
    expect([session.code, session.stderr.split('\n')[0]?.startsWith(`Error: ${file} is not valid YAML`)]).to.deep.equal(
      [2, true],
    )
    expect(await proxy('stop')).to.deep.equal(said('The proxy has stopped.'))
  })

  for (const host of ['127.0.0.2', '::1', 'localhost']) {
    it(`listens at ${host}, and where its own sessions look for it`, async () => {
      const key = 'ccs-0123456789abcdef0123456789abcdef'
      scene().home.write('.ccs/cliproxy/config.yaml', `host: "${host}"\napi-keys: [${key}]\n`)
      expect((await proxy('start')).code).to.equal(0)
      const {port, pid} = running()
      const name = host.includes(':') ? `[${host}]` : host
      const answers = await Promise.all(
        [name, '127.0.0.1'].map(
          async (each) =>
            (await fetch(`http://${each}:${port}/v1/models`, {headers: {authorization: `Bearer ${key}`}})).status,
        ),
      )
      expect(answers).to.deep.equal([200, 200])
      expect((await proxyJson('start')).value.pid).to.equal(pid)
      expect(await proxy('stop')).to.deep.equal(said('The proxy has stopped.'))
    })
  }

  it('restart keeps port and key; a session that is open goes on', async () => {
    const log = join(scene().home.path, 'log')
    const {child, ended} = scene().start(['codex', 'x'], {env: {FAKE_DO: 'wait', FAKE_LOG: log}})
    const [started] = await until(() => readEntries(log).length > 0 && readEntries(log))
    const before = scene().proxy()
    const {code, value} = await proxyJson('restart')
    const after = scene().proxy()
    expect([code, value.port, after?.key, after?.pid === before?.pid]).to.deep.equal([
      0,
      before?.port,
      before?.key,
      false,
    ])
    const {ANTHROPIC_BASE_URL = '', ANTHROPIC_AUTH_TOKEN} = (started?.env ?? {}) as Record<string, string>
    const {pathname, port} = new URL(ANTHROPIC_BASE_URL)
    const {status} = await sendTo(Number(port), {
      method: 'POST',
      path: `${pathname}/v1/messages`,
      headers: {authorization: `Bearer ${ANTHROPIC_AUTH_TOKEN}`},
      body: JSON.stringify({model: 'gpt-5.4', max_tokens: 9, messages: [{role: 'user', content: 'hi'}]}),
    })
    expect(status).to.equal(200)
    await until(async () => (await proxyJson('status')).value.sessions === 1)
    child.kill('SIGTERM')
    expect(await ended).to.deep.equal({code: 55, signal: null, stdout: '', stderr: ''})
    await proxy('stop')
    expect((await proxy('restart')).stdout).to.match(
      /^The proxy runs at http:\/\/127\.0\.0\.1:\d+; it did not run before\.\n$/,
    )
  }).timeout(30_000)

  it('start --port listens there or nowhere', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    const {port} = await new Promise<AddressInfo>((resolve) =>
      taken.once('listening', () => resolve(taken.address() as AddressInfo)),
    )
    const refusal = {
      code: 'port_taken',
      message: `Port ${port} of 127.0.0.1 is taken by another program.`,
      hint: 'Stop that program, or name another port.',
      command: 'ccs cliproxy start --port 8318',
    }
    expect(await proxyJson('start', '--port', String(port))).to.deep.equal(failedJson(1, refusal))
    expect(await proxy('start', '--foreground', '--port', String(port))).to.deep.equal(
      failed(1, `Error: ${refusal.message}`, refusal.hint, `Next: ${refusal.command}`),
    )
    expect(scene().proxy()).to.equal(undefined)
    await new Promise((resolve) => taken.close(resolve))
    expect((await proxyJson('start', '--port', String(port))).value.port).to.equal(port)
    expect(await proxy('start', '--port', '70000')).to.deep.equal(
      failed(2, 'Error: Parsing --port \n\tExpected an integer less than or equal to 65535 but received: 70000'),
    )
  }).timeout(30_000)

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    it(`start --foreground shows its log, and ends well with ${signal}`, async () => {
      const {child, ended} = scene().start(['cliproxy', 'start', '--foreground'])
      const {port, key} = await until(() => scene().proxy())
      const {status} = await sendTo(port, {path: '/v1/models', headers: {authorization: `Bearer ${key}`}})
      expect(await proxy('start', '--foreground')).to.deep.equal(
        failed(1, `Error: A proxy of this installation runs already, on port ${port}.`, 'Next: ccs cliproxy stop'),
      )
      child.kill(signal)
      const {stdout, ...rest} = await ended
      expect([status, rest, stdout.split('\n')[0]]).to.deep.equal([
        200,
        {code: 0, signal: null, stderr: ''},
        `The proxy listens at http://127.0.0.1:${port}. Ctrl-C stops it.`,
      ])
      expect(scene().proxy()).to.equal(undefined)
    }).timeout(30_000)

  it('start --foreground --json prints one object, when it ends', async () => {
    const {child, ended} = scene().start(['cliproxy', 'start', '--foreground', '--json'])
    const {pid, port} = await until(() => scene().proxy())
    child.kill('SIGTERM')
    const {stdout, code} = await ended
    const {startedAt: _, ...status} = JSON.parse(stdout) as Record<string, unknown>
    expect([code, status]).to.deep.equal([
      0,
      {running: true, pid, port, url: `http://127.0.0.1:${port}`, version, engine: 'embedded', sessions: 0},
    ])
  })

  it('logs, by number and level, as lines and as an object', async () => {
    const path = join(scene().home.ccs, 'cliproxy', 'logs', 'proxy.log')
    expect(await proxy('logs')).to.deep.equal({code: 0, stdout: '', stderr: `There is nothing in ${path} yet.\n`})
    const lines = [
      {at: '2026-02-04T18:00:00.000Z', level: 'info', message: 'The proxy listens.', port: 8317},
      {at: '2026-02-04T18:00:01.000Z', level: 'warn', message: 'A token could not be renewed.', account: 'john'},
      {at: '2026-02-04T18:00:02.000Z', level: 'info', message: 'Answered.', status: 200, retries: {n: 1}},
    ]
    scene().home.write('.ccs/cliproxy/logs/proxy.log', lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    scene().home.write(
      '.ccs/cliproxy/logs/proxy.log.1',
      'half a li\n{"at":"2026-02-04T17:00:00.000Z","level":"debug","message":"Older."}\n',
    )
    const written = [
      '2026-02-04 17:00:00 debug Older.',
      '2026-02-04 18:00:00 info  The proxy listens. (port: 8317)',
      '2026-02-04 18:00:01 warn  A token could not be renewed. (account: john)',
      '2026-02-04 18:00:02 info  Answered. (status: 200, retries: {"n":1})',
    ]
    expect(await proxy('logs')).to.deep.equal(said(...written))
    expect(await proxy('logs', '-n', '1')).to.deep.equal(said(written[3] ?? ''))
    expect(await proxy('logs', '--level', 'warn')).to.deep.equal(said(written[2] ?? ''))
    expect(await proxyJson('logs', '--lines', '2')).to.deep.equal({
      code: 0,
      stderr: '',
      value: {path, lines: lines.slice(1)},
    })
    expect((await proxyJson('logs', '--lines', '0')).code).to.equal(2)
  }).timeout(30_000)

  it('say that the host of the configuration is none of this machine: 2', async () => {
    const key = 'abcdefghijklmnopqrstuvwxyz0123456789'
    scene().home.write('.ccs/cliproxy/config.yaml', `host: 192.0.2.7\nport: 0\napi-keys: [${key}]\n`)
    const lines = [
      'Error: The proxy cannot listen at 192.0.2.7 (EADDRNOTAVAIL).',
      'The setting proxy.host must be an address of this machine.',
      'Next: ccs settings set proxy.host 127.0.0.1',
    ]
    expect(await proxy('start')).to.deep.equal(failed(2, ...lines))
    expect(await proxy('start', '--foreground')).to.deep.equal(failed(2, ...lines))
    expect(await run(['codex', 'x'])).to.deep.equal(failed(2, ...lines))
  })

  it('logs --follow goes on with new lines, until it is stopped', async () => {
    const line = (message: string) => `${JSON.stringify({at: '2026-02-04T18:00:00.000Z', level: 'info', message})}\n`
    scene().home.write('.ccs/cliproxy/logs/proxy.log', line('one'))
    const {child, ended} = scene().start(['cliproxy', 'logs', '--follow'])
    const printed: string[] = []
    child.stdout?.on('data', (chunk: string) => printed.push(chunk))
    await until(() => printed.join('').includes('one'))
    let round = 0
    await until(() => {
      round += 1
      if (round % 30 === 1) scene().home.write('.ccs/cliproxy/logs/proxy.log', line('one') + line('two').repeat(round))
      return printed.join('').includes('two')
    })
    child.kill('SIGINT')
    expect((await ended).signal).to.equal('SIGINT')
  }).timeout(30_000)

  it('logs --follow ends when its reader has left, as head does', async () => {
    const line = `${JSON.stringify({at: '2026-02-04T18:00:00.000Z', level: 'info', message: 'one'})}\n`
    const log = scene().home.write('.ccs/cliproxy/logs/proxy.log', line)
    const {child, ended} = scene().start(['cliproxy', 'logs', '--follow'])
    child.stdout?.once('data', () => child.stdout?.destroy())
    await until(() => {
      appendFileSync(log, line)
      return child.exitCode !== null
    })
    expect(await ended).to.deep.include({code: 0, stderr: ''})
  }).timeout(30_000)
})
