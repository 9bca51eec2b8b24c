import {chmodSync, mkdirSync, readdirSync} from 'node:fs'
import {userInfo} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {settleEnvironment} from '../../src/config/settle-environment.js'
import {BIN, useScene} from '../e2e/scene.js'
import {FAKE_RUNTIME, startProcess} from '../fakes/run-process.js'

describe('a home that depends on the folder', () => {
  const scene = useScene(() => ({env: {CCS_CLAUDE_PATH: FAKE_RUNTIME, FAKE_DO: 'ask gpt-5.4'}}))

  it('is the same one for the proxy, which works in another folder', async () => {
    const cwd = join(scene().home.project, 'inside')
    mkdirSync(cwd)
    for (const [name, folder] of RELATIVE) {
      const {code, stdout, stderr} = await scene().run(['codex', 'x'], {cwd, env: {[name]: folder}})
      expect({code, stdout, stderr}, name).to.deep.equal({
        code: 0,
        stdout: '200 You said: hi\n',
        stderr: '',
      })
      await scene().run(['cliproxy', 'stop'])
    }
    expect(readdirSync(cwd)).to.deep.equal([])
  })

  it('is the one that the system knows where HOME is empty', () => {
    for (const env of [{}, {HOME: ''}] as readonly NodeJS.ProcessEnv[]) {
      settleEnvironment(env)
      expect(env).to.deep.equal({HOME: userInfo().homedir})
    }
  })

  it('is no reason to fail where the system knows none either', async function () {
    if (process.getuid?.() !== 0) return this.skip()
    const {path, project} = scene().home
    const state = join(path, 'state')
    mkdirSync(state)
    for (const folder of [path, state]) chmodSync(folder, 0o777)
    const {HOME, ...known} = scene().env
    const env = {...known, CCS_DIR: state}
    const accounts = startProcess(process.execPath, [BIN, 'codex', '--accounts'], {env, cwd: project, uid: UNKNOWN})
    const {code, stdout, stderr} = await accounts.ended
    expect({code, stdout, stderr}).to.deep.equal({
      code: 0,
      stdout: 'No account for codex is signed in.\nNext: ccs codex --auth\n',
      stderr: '',
    })
  })
})

const RELATIVE = [
  ['CCS_DIR', '../../.ccs'],
  ['CCS_HOME', '../..'],
  ['HOME', '../..'],
] as const

/** No system has such a user. */
const UNKNOWN = 1_234_567
