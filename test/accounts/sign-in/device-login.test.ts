import {expect} from 'chai'
import {startLogin} from '../../../src/accounts/sign-in/start-login.js'
import {explainError} from '../../../src/errors/explain-error.js'
import {SARAH} from '../../openai/index.js'
import {faultOf, useSignIn} from './scene.js'

const POLL = '/api/accounts/deviceauth/token'

describe('sign-in with a device code', () => {
  const open = useSignIn()

  it('asks at the given pace until the code was typed', async () => {
    const scene = await open({clock: impatient()})
    scene.openai.device.approvesAtOnce = false
    const login = await startLogin(scene, {method: 'device'})
    expect(login.view()).to.deep.equal({
      loginId: login.id,
      state: 'waiting',
      method: 'device',
      authorizeUrl: null,
      userCode: 'ABCD-10000',
      verificationPage: `${scene.openai.url}/codex/device`,
      expiresAt: new Date(login.expiresAt).toISOString(),
      message: null,
      accountId: null,
    })
    await scene.openai.seen(({path, status}) => path === POLL && status !== 200)
    scene.openai.device.approve('ABCD-10000', SARAH)
    const {account} = await login.done
    expect([account.email, account.isDefault]).to.deep.equal(['sarah@company.com', true])
    expect(login.view()).to.deep.include({state: 'done', message: 'Signed in as sarah (sarah@company.com).'})
  })

  it('names the setting that allows it when it is refused', async () => {
    const scene = await open()
    scene.openai.device.isAllowed = false
    const fault = await startLogin(scene, {method: 'device'}).catch((error) => [error.exit, error.toJSON()])
    expect(fault).to.deep.equal([
      3,
      {
        error: {
          code: 'device_sign_in_refused',
          message: 'The issuer gave no device code (status 404).',
          hint: 'Device sign-in may be off: allow it in ChatGPT under Settings, Security. A workspace may forbid it.',
          command: 'ccs codex --headless',
        },
      },
    ])
  })

  it('ends when the issuer ends it, and goes on through a network that fails for a moment', async () => {
    const scene = await open({clock: impatient()})
    const {device, openai} = {device: scene.provider.signIn.device, openai: scene.openai}
    if (device === undefined) throw new Error('The provider has no device sign-in.')
    let polls = 0
    const poll: typeof device.poll = async (handle, signal) => {
      polls += 1
      if (polls === 1)
        throw (await scene.host.kit('codex')).turnError({blame: 'upstream', kind: 'network', message: 'gone'})
      if (polls === 2) return device.poll(handle, signal)
      throw new Error('The issuer ended the device sign-in (status 400).')
    }
    openai.device.approvesAtOnce = false
    const signIn = {...scene.provider.signIn, device: {...device, poll}}
    const login = await startLogin({...scene, provider: {...scene.provider, signIn}}, {method: 'device'})
    expect(await faultOf(login.done)).to.deep.equal(['device_sign_in_refused', 3])
    expect([polls, login.view().state]).to.deep.equal([3, 'failed'])
  })

  it('ends when something answers in place of the issuer', async () => {
    const scene = await open({clock: impatient()})
    scene.openai.device.faults.push({status: 403, body: '<html>Just a moment</html>', type: 'text/html'})
    const start = await startLogin(scene, {method: 'device'}).catch(explainError)
    expect(start).to.deep.include({code: 'network_blocked', exit: 5, hint: undefined})
    scene.openai.device.approvesAtOnce = false
    const login = await startLogin(scene, {method: 'device'})
    scene.openai.device.faults.push({status: 429, body: {}})
    expect(await login.done.catch(explainError)).to.deep.include({code: 'server_error', exit: 5, hint: undefined})
    expect(login.view()).to.deep.include({state: 'failed', message: "OpenAI's sign-in server answered 429."})
  })

  it('stops asking when it is cancelled, and when the code is too old', async () => {
    const scene = await open()
    scene.openai.device.approvesAtOnce = false
    const login = await startLogin(scene, {method: 'device'})
    expect(await faultOf(login.finish('ABCD'))).to.deep.equal(['no_such_sign_in', 2])
    login.cancel()
    expect(await faultOf(login.done)).to.deep.equal(['sign_in_cancelled', 130])
    const late = await open({clock: {now: Date.now, wait: async (length) => until(length > 60_000)}})
    late.openai.device.approvesAtOnce = false
    const old = await startLogin(late, {method: 'device'})
    expect(await faultOf(old.done)).to.deep.equal(['sign_in_timeout', 3])
    expect(old.view().message).to.equal('Nobody finished the sign-in to OpenAI Codex within 15 minutes.')
  })

  it('is refused where the provider has none', async () => {
    const scene = await open()
    const {device: _, ...signIn} = scene.provider.signIn
    const login = startLogin({...scene, provider: {...scene.provider, signIn}}, {method: 'device'})
    expect(await faultOf(login)).to.deep.equal(['no_such_sign_in', 2])
  })
})

/** Seconds go by at once, minutes never. */
function impatient() {
  return {now: Date.now, wait: async (milliseconds: number) => until(milliseconds < 60_000)}
}

/** After a breath, or never. */
function until(isOver: boolean): Promise<void> {
  return new Promise((resolve) => {
    if (isOver) setImmediate(resolve)
  })
}
