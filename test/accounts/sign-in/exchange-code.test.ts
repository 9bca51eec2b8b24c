import {readFileSync} from 'node:fs'
import {expect} from 'chai'
import {startLogin} from '../../../src/accounts/sign-in/start-login.js'
import {JOHN} from '../../openai/index.js'
import {jwt} from '../provider.js'
import {browse, faultOf, type SignInScene, useSignIn} from './scene.js'

type Fields = Readonly<Record<string, unknown>>

const SECONDS = Math.floor(Date.parse('2026-02-04T18:00:00Z') / 1000)
/** What an id_token of the issuer holds; no `iss` among it. */
const CLAIMS: Fields = {
  email: JOHN.email,
  email_verified: true,
  sub: 'auth0|john',
  aud: ['app_EMoamEEZ73f0CkXaXp7hrann'],
  iat: SECONDS,
  exp: SECONDS + 3600,
  'https://api.openai.com/auth': {
    chatgpt_account_id: JOHN.accountId,
    chatgpt_plan_type: JOHN.plan,
    chatgpt_user_id: JOHN.userId,
    user_id: JOHN.userId,
  },
}

describe('the answer of the token endpoint', () => {
  const open = useSignIn()
  const HS256 = Buffer.from('{"alg":"HS256"}').toString('base64url')
  /** Changes of a good answer; `undefined` takes a field out. */
  const GOOD: Readonly<Record<string, Fields>> = {
    'an id_token without an issuer': {id_token: jwt(CLAIMS)},
    'an id_token of another issuer': {id_token: jwt({...CLAIMS, iss: 'https://auth.openai.com'})},
    'an id_token that is signed with a shared key': {id_token: jwt(CLAIMS).replace(/^[^.]+/, HS256)},
    'an id_token for nobody': {id_token: jwt({...CLAIMS, aud: undefined})},
    'an id_token for somebody else': {id_token: jwt({...CLAIMS, aud: ['app_other']})},
    'an id_token for two': {id_token: jwt({...CLAIMS, aud: ['app_EMoamEEZ73f0CkXaXp7hrann', 'app_other']})},
    'an id_token without subject and times': {
      id_token: jwt({...CLAIMS, sub: undefined, iat: undefined, exp: undefined}),
    },
    'no id_token': {id_token: undefined},
    'no token_type': {token_type: undefined},
    'a token_type of another name': {token_type: 'N_A'},
    'a scope of null': {scope: null},
    'a lifetime in a text': {expires_in: '864000'},
    'a lifetime that is no number': {expires_in: null},
  }
  const answerOf = ({openai}: SignInScene, change: Fields) => {
    const tokens = {...openai.issue(JOHN), ...change}
    return {tokens, fault: {status: 200, body: tokens}}
  }
  const keptBy = async ({accounts}: SignInScene) => {
    const [account] = await accounts.list()
    const {access_token, refresh_token, id_token} = JSON.parse(readFileSync(account?.tokenFile ?? '', 'utf8'))
    return [account?.identity, access_token, refresh_token, id_token]
  }
  for (const [name, change] of Object.entries(GOOD))
    it(`may have ${name}`, async () => {
      const scene = await open()
      const {tokens, fault} = answerOf(scene, change)
      const login = await startLogin(scene, {method: 'browser'})
      scene.openai.issuer.faults.push(fault)
      expect((await browse(login.authorizeUrl)).status).to.equal(200)
      await login.done
      expect(await keptBy(scene)).to.deep.equal([
        {accountId: JOHN.accountId, userId: JOHN.userId, email: JOHN.email, plan: JOHN.plan},
        tokens.access_token,
        tokens.refresh_token,
        tokens.id_token,
      ])
    })

  it('is read the same way after a device code', async () => {
    const scene = await open()
    const {tokens, fault} = answerOf(scene, {id_token: jwt(CLAIMS), token_type: undefined})
    scene.openai.issuer.faults.push(fault)
    await (await startLogin(scene, {method: 'device'})).done
    expect((await keptBy(scene))[3]).to.equal(tokens.id_token)
  })

  const BAD: Readonly<Record<string, readonly [string, string]>> = {
    'is no JSON': ['<html>', 'it is no JSON object'],
    'is no object': ['"token"', 'it is no JSON object'],
    'holds no access token': ['{"id_token":"x"}', 'it holds no access_token'],
    'holds an empty access token': ['{"access_token":" "}', 'it holds no access_token'],
    'is empty': ['', 'it is no JSON object'],
  }
  for (const [name, [body, reason]] of Object.entries(BAD))
    it(`is an upstream fault when it ${name}`, async () => {
      const scene = await open()
      const login = await startLogin(scene, {method: 'browser'})
      scene.openai.issuer.faults.push({status: 200, body})
      expect((await browse(login.authorizeUrl)).status).to.equal(500)
      expect([await faultOf(login.done), login.view().message]).to.deep.equal([
        ['server_error', 5],
        `The sign-in server of OpenAI Codex gave an answer that is no token: ${reason}.`,
      ])
    })
})
