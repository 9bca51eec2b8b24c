import {expect} from 'chai'
import {openAccounts} from '../../../src/accounts/accounts.js'
import {signIn} from '../../../src/accounts/sign-in/sign-in-terminal.js'
import {startLogin} from '../../../src/accounts/sign-in/start-login.js'
import type {ApiKeySignIn, ProviderPlugin, Tokens} from '../../../src/contract/index.js'
import {systemClock} from '../../../src/kit/clock.js'
import {faultOf, type SceneOptions, useSignIn} from './scene.js'
import {talk} from './talk.js'

const SIGN_IN: ApiKeySignIn = {
  type: 'api-key',
  question: 'API key of Example:',
  fields: [
    {name: 'region', question: 'Region:', default: 'eu', choices: ['eu', 'us']},
    {name: 'team', question: 'Team:'},
  ],
}

describe('sign-in with an API key', () => {
  const open = useSignIn()
  const openKey = async (options: SceneOptions = {}) => {
    const scene = await open(options)
    const identify = ({accessToken, fields}: Tokens) => {
      if (accessToken === 'bad') throw new Error('the key is malformed')
      return {accountId: accessToken, userId: accessToken, email: '', plan: fields?.region}
    }
    const provider: ProviderPlugin = {...scene.provider, id: 'example', title: 'Example', signIn: SIGN_IN, identify}
    return {...scene, provider, accounts: openAccounts({...scene.host, provider})}
  }

  it('keeps the key with the answers; what was not answered has its default', async () => {
    const scene = await openKey()
    const login = await startLogin(scene, {method: 'key', fields: {team: 'red'}})
    expect(await faultOf(login.finish('  '))).to.deep.equal(['bad_answer', 2])
    await login.finish(' sk-1 \n')
    const {account} = await login.done
    expect([account.nickname, account.plan, account.tokenExpiresAt]).to.deep.equal(['account', 'eu', null])
    const {accessToken, fields} = await scene.accounts.credentials(account.id)
    expect({accessToken, fields}).to.deep.equal({accessToken: 'sk-1', fields: {region: 'eu', team: 'red'}})
  })

  it('refuses an answer that is no choice, and a key that says nobody', async () => {
    const scene = await openKey()
    const asked = startLogin(scene, {method: 'key', fields: {region: 'mars'}})
    expect(await faultOf(asked)).to.deep.equal(['bad_answer', 2])
    const login = await startLogin(scene, {method: 'key'})
    expect(await faultOf(login.finish('bad'))).to.deep.equal(['unreadable_tokens', 1])
    expect(login.view().state).to.equal('failed')
  })

  it('reads the key from a pipe under --headless, and asks nobody without it', async () => {
    const scene = await openKey()
    expect(await faultOf(signIn(scene, {io: talk({}, false).io}))).to.deep.equal(['sign_in_needed', 3])
    const pipe = talk({}, false)
    pipe.type('sk-2')
    expect((await signIn(scene, {method: 'paste', io: pipe.io})).account.identity.accountId).to.equal('sk-2')
  })

  it('is over once the key is refused, and waits for no other one', async () => {
    const waits: (AbortSignal | undefined)[] = []
    const wait: typeof systemClock.wait = (milliseconds, signal) => {
      waits.push(signal)
      return systemClock.wait(milliseconds, signal)
    }
    const scene = await openKey({clock: {...systemClock, wait}})
    for (const [answer, fault] of [
      ['', ['bad_answer', 2]],
      ['bad', ['unreadable_tokens', 1]],
    ] as const) {
      const pipe = talk({}, false)
      pipe.type(answer)
      expect(await faultOf(signIn(scene, {method: 'paste', io: pipe.io}))).to.deep.equal(fault)
    }
    expect(new Set(waits.map((signal) => signal?.aborted))).to.deep.equal(new Set([true]))
  })

  it('asks a person for the key and the rest', async () => {
    const scene = await openKey()
    const person = talk({})
    const signedIn = signIn(scene, {io: person.io})
    await person.until(/API key of Example:/)
    person.type('sk-3')
    await person.until(/Region:/)
    person.type('')
    await person.until(/Team:/)
    person.type('blue')
    const {account} = await signedIn
    expect((await scene.accounts.tokens(account.id)).fields).to.deep.equal({region: 'eu', team: 'blue'})
    expect(person.said()).to.not.contain('sk-3')
  })
})
