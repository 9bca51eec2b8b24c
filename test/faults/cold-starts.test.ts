import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {useScene} from '../e2e/scene.js'
import {FAKE_RUNTIME} from '../fakes/run-process.js'
import {startStranger} from './stranger.js'

describe('cold starts', () => {
  const scene = useScene(() => ({env: {CCS_CLAUDE_PATH: FAKE_RUNTIME}}))
  const start = () => scene().run(['codex', 'x'], {env: {FAKE_DO: 'ask gpt-5.4'}})
  const GOOD = {code: 0, signal: null, stdout: '200 You said: hi\n', stderr: ''}
  const listened = () => {
    const log = readFileSync(join(scene().home.ccs, 'cliproxy', 'logs', 'proxy.log'), 'utf8')
    return log.split('\n').filter((line) => line.includes('"The proxy listens."')).length
  }

  it('twenty at once make one proxy, one key, one configuration', async () => {
    const all = await Promise.all(Array.from({length: 20}, start))
    expect(all).to.deep.equal(all.map(() => GOOD))
    expect(listened()).to.equal(1)
  }).timeout(120_000)

  it('go past a stranger on the port, who hears nothing', async () => {
    const stranger = await startStranger()
    scene().home.write('.ccs/cliproxy/config.yaml', `port: ${stranger.port}\n`)
    try {
      expect(await start()).to.deep.equal(GOOD)
    } finally {
      await stranger.close()
    }
    expect([stranger.heard, scene().proxy()?.port === stranger.port]).to.deep.equal([[], false])
  })

  it('do not believe a state file that leads to a stranger: he is asked for a proof, and hears no key', async () => {
    for (const answer of ['{"proof": "0", "version": "1", "sessions": 3}', '<html>', '{"proof": null}']) {
      const stranger = await startStranger(0, answer)
      scene().home.write('.ccs/cliproxy/config.yaml', 'port: 0\napi-keys: [home-key-0123456789abcdef]\n')
      scene().home.write('.ccs/cliproxy/state.json', {
        pid: process.pid,
        port: stranger.port,
        version: '1',
        instance: 'x',
        startedAt: '',
      })
      try {
        expect(await start(), answer).to.deep.equal(GOOD)
        const heard = stranger.heard.join('\n')
        expect(heard).to.match(/^GET \/ccs\/proof\?nonce=[0-9a-f]{32}\n/)
        expect(heard).to.not.contain('home-key').and.not.contain('authorization')
        expect(await scene().run(['cliproxy', 'stop'])).to.include({stdout: 'The proxy has stopped.\n'})
      } finally {
        await stranger.close()
      }
    }
  }).timeout(60_000)
})
