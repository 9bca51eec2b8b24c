import {readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {openAccounts} from '../../../src/accounts/accounts.js'
import {importLogin} from '../../../src/accounts/sign-in/import-login.js'
import {startLogin} from '../../../src/accounts/sign-in/start-login.js'
import {signOut} from '../../../src/accounts/sign-out.js'
import {JOHN, type Person, SARAH} from '../../openai/index.js'
import type {TokenSet} from '../../openai/issuer.js'
import {browse, faultOf, type SignInScene, useSignIn} from './scene.js'

const DAY = 86_400
const MINUTE = 60

describe("a login of Codex's own", () => {
  const open = useSignIn()
  const nativeFile = ({home}: SignInScene) => join(home.path, '.codex', 'auth.json')
  const writeNative = ({home}: SignInScene, tokens: TokenSet, person: Person = JOHN) => {
    const {id_token, access_token, refresh_token} = tokens
    home.write('.codex/auth.json', {
      auth_mode: 'chatgpt',
      OPENAI_API_KEY: null,
      tokens: {id_token, access_token, refresh_token, account_id: person.accountId},
      last_refresh: new Date().toISOString(),
    })
  }
  /** Codex is signed in, for as long as `lifetime` seconds. */
  const signedIn = async (lifetime = DAY) => {
    const scene = await open()
    writeNative(scene, scene.openai.issue(JOHN, lifetime))
    return scene
  }
  const refreshes = ({openai}: SignInScene) => openai.requests.filter(({path}) => path === '/oauth/token').length
  const kept = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>

  it('is taken over, marked as shared, and said to be so', async () => {
    const scene = await signedIn()
    const before = [readFileSync(nativeFile(scene), 'utf8'), statSync(nativeFile(scene)).mtimeMs]
    const {account, renewed, path, warning} = await importLogin(scene)
    expect([account.nickname, account.sharedWith, renewed, path]).to.deep.equal([
      'john',
      nativeFile(scene),
      false,
      nativeFile(scene),
    ])
    expect(warning).to.equal(
      'Codex and ccs now share one login of john: when one of them refreshes or signs out, the other can be logged out. For a login of its own: ccs codex --auth --account john',
    )
    expect(kept(account.tokenFile).shared_with).to.equal(nativeFile(scene))
    await scene.accounts.credentials(account.id, {rejected: kept(account.tokenFile).access_token})
    expect(kept(account.tokenFile).shared_with).to.equal(nativeFile(scene))
    await signOut([account], scene)
    expect([readFileSync(nativeFile(scene), 'utf8'), statSync(nativeFile(scene)).mtimeMs]).to.deep.equal(before)
  })

  it('is not revoked when the copy is signed out', async () => {
    const scene = await signedIn()
    const {account} = await importLogin(scene)
    const [{revoked, deleted, message} = {}] = await signOut([account], scene)
    expect({revoked, deleted, message}).to.deep.equal({
      revoked: false,
      deleted: true,
      message: `Not revoked: ${nativeFile(scene)} keeps the same login.`,
    })
    expect(scene.openai.requests.filter(({path}) => path === '/oauth/revoke')).to.deep.equal([])
  })

  it('gives its newer tokens before each refresh, and nobody is asked', async () => {
    const scene = await signedIn(MINUTE)
    const {account} = await importLogin(scene)
    const rotated = scene.openai.issue(JOHN, DAY)
    writeNative(scene, rotated)
    const {accessToken} = await scene.accounts.credentials(account.id)
    expect([accessToken, refreshes(scene)]).to.deep.equal([rotated.access_token, 0])
    expect(kept(account.tokenFile)).to.deep.include({
      refresh_token: rotated.refresh_token,
      shared_with: nativeFile(scene),
    })
  })

  it('gives its newer refresh token when both tokens are old', async () => {
    const scene = await signedIn(MINUTE)
    const {account} = await importLogin(scene)
    const rotated = scene.openai.issue(JOHN, 2 * MINUTE)
    writeNative(scene, rotated)
    await scene.accounts.credentials(account.id)
    const [asked] = scene.openai.requests.filter(({path}) => path === '/oauth/token')
    expect(asked?.body).to.deep.include({refresh_token: rotated.refresh_token})
  })

  it('is left alone when it is older, somebody else’s or gone', async () => {
    const scene = await signedIn(MINUTE)
    const {account} = await importLogin(scene)
    const own = kept(account.tokenFile).refresh_token
    writeNative(scene, scene.openai.issue(SARAH, DAY), SARAH)
    await scene.accounts.credentials(account.id)
    const [asked] = scene.openai.requests.filter(({path}) => path === '/oauth/token')
    expect(asked?.body).to.deep.include({refresh_token: own})
    scene.home.write('.codex/auth.json', '{"OPENAI_API_KEY": "sk-x"}')
    const {accessToken} = await scene.accounts.credentials(account.id)
    const again = await scene.accounts.credentials(account.id, {rejected: accessToken})
    expect([again.accessToken === accessToken, refreshes(scene)]).to.deep.equal([false, 2])
  })

  it('is shared no longer once the account has a sign-in of its own', async () => {
    const scene = await signedIn()
    const {account} = await importLogin(scene)
    const login = await startLogin(scene, {method: 'browser', account})
    await browse(login.authorizeUrl)
    const own = await login.done
    expect([own.renewed, own.account.id, own.account.sharedWith]).to.deep.equal([true, account.id, undefined])
    expect(kept(account.tokenFile)).to.not.have.property('shared_with')
  })

  it('does not take the place of a sign-in of its own that works', async () => {
    const scene = await signedIn()
    scene.home.add(JOHN)
    const [john] = await scene.accounts.list()
    const before = readFileSync(john?.tokenFile ?? '', 'utf8')
    expect(await faultOf(importLogin(scene))).to.deep.equal(['already_signed_in', 1])
    expect(readFileSync(john?.tokenFile ?? '', 'utf8')).to.equal(before)
    await scene.accounts.states.note(john?.id ?? '', {code: 'revoked', until: null, message: null})
    expect((await importLogin(scene)).renewed).to.equal(true)
  })

  it('must be the one that was asked for', async () => {
    const scene = await signedIn()
    scene.home.add(SARAH)
    const [account] = await openAccounts({...scene.host, provider: scene.provider}).list()
    expect(await faultOf(importLogin(scene, {account}))).to.deep.equal(['wrong_account', 3])
  })

  it('is missed with the place that was looked at', async () => {
    const scene = await open()
    const messages = []
    messages.push(await importLogin(scene, {from: '/nowhere/auth.json'}).catch((error) => error.message))
    scene.home.write('.codex/auth.json', '{"OPENAI_API_KEY": "sk-x"}')
    messages.push(await importLogin(scene).catch((error) => error.message))
    expect(messages).to.deep.equal([
      'There is no login of Codex at /nowhere/auth.json.',
      `${nativeFile(scene)} cannot be taken over. It holds no ChatGPT login: Codex may be signed in with an API key, or keep its login in a keyring.`,
    ])
    expect(await scene.accounts.list()).to.deep.equal([])
  })
})
