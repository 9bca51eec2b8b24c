import {expect} from 'chai'
import {JOHN, startOpenAi} from '../../../test/openai/index.js'
import {expiryOf, identify} from '../src/identify.js'
import {kitOf} from './scene.js'

const AUTH = 'https://api.openai.com/auth'
const PROFILE = 'https://api.openai.com/profile'
const NOW = Date.UTC(2026, 0, 1)
const kit = kitOf({}, {clock: {now: () => NOW, wait: async () => undefined}})

function jwt(claims: object): string {
  return ['{}', JSON.stringify(claims), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.')
}

const who = (access: object | string, id?: object, more = {}) =>
  identify(
    {
      accessToken: typeof access === 'string' ? access : jwt(access),
      ...(id && {idToken: jwt(id)}),
      ...more,
    },
    kit,
  )

describe('provider-codex: who tokens belong to', () => {
  it('is told by the pair of account and user that the issuer wrote into both of them', async () => {
    const openai = await startOpenAi()
    const {access_token: accessToken, id_token: idToken} = openai.issue(JOHN)
    await openai.close()
    const john = {accountId: 'acct-john', userId: 'user-john', email: 'john@example.com', plan: 'plus'}
    expect([identify({accessToken, idToken}, kit), identify({accessToken}, kit)]).to.deep.equal([john, john])
  })

  it('is read from either token, the id token first', () => {
    expect(
      who(
        {
          [AUTH]: {chatgpt_account_id: 'a1', chatgpt_user_id: 'u1', chatgpt_plan_type: 'plus'},
          [PROFILE]: {email: 'profile@a.test'},
          sub: 'auth0|x',
        },
        {[AUTH]: {chatgpt_account_id: 'a2', chatgpt_plan_type: 'pro'}, email: 'id@a.test'},
      ),
    ).to.deep.equal({accountId: 'a2', userId: 'u1', email: 'id@a.test', plan: 'pro'})
  })

  it('says until when is paid, where the tokens tell it', () => {
    const paidUntil = (told: unknown) =>
      who({[AUTH]: {chatgpt_account_id: 'a1', chatgpt_subscription_active_until: told}}).subscriptionEndsAt
    expect(['2026-06-10T12:00:00+00:00', 'soon', '', 5, undefined].map(paidUntil)).to.deep.equal([
      Date.UTC(2026, 5, 10, 12),
      ...[undefined, undefined, undefined, undefined],
    ])
  })

  it('falls back from claim to claim, then to what the file says', () => {
    expect([
      who({[AUTH]: {chatgpt_account_id: 'a1', user_id: 'u1'}, [PROFILE]: {email: 'profile@a.test'}}),
      who({[AUTH]: {chatgpt_account_id: 'a1'}, sub: 'auth0|x'}),
      who({[AUTH]: {chatgpt_account_id: '  ', chatgpt_plan_type: ''}}, undefined, {
        accountId: 'a3',
        email: 'file@a.test',
      }),
      who('opaque', undefined, {accountId: 'a3'}),
    ]).to.deep.equal([
      {accountId: 'a1', userId: 'u1', email: 'profile@a.test', plan: undefined},
      {accountId: 'a1', userId: 'auth0|x', email: '', plan: undefined},
      {accountId: 'a3', userId: 'file@a.test', email: 'file@a.test', plan: undefined},
      {accountId: 'a3', userId: '', email: '', plan: undefined},
    ])
  })

  it('is nobody without an account', () => {
    for (const tokens of [{}, {[AUTH]: {}}, {[AUTH]: 'x'}, {[AUTH]: {chatgpt_account_id: 7}}, 'opaque', 'a.b.c'])
      expect(() => who(tokens)).to.throw('the tokens name no ChatGPT account')
  })
})

describe('provider-codex: when a token ends', () => {
  it('is the earlier of what it says and what the reply said', () => {
    const exp = NOW / 1000 + 500
    expect([
      expiryOf(jwt({exp}), 400, kit),
      expiryOf(jwt({exp}), 600, kit),
      expiryOf(jwt({exp}), undefined, kit),
      expiryOf(jwt({exp: String(exp)}), 'soon', kit),
      expiryOf(jwt({}), '400', kit),
      expiryOf('opaque', 400, kit),
      expiryOf('opaque', undefined, kit),
    ]).to.deep.equal([
      NOW + 400_000,
      NOW + 500_000,
      NOW + 500_000,
      NOW + 500_000,
      NOW + 400_000,
      NOW + 400_000,
      undefined,
    ])
  })
})
