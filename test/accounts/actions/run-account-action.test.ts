import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {runAccountAction} from '../../../src/accounts/actions/run-account-action.js'
import type {OwnFlags} from '../../../src/session/own-flags.js'
import {JOHN, JOHN_AT_WORK, SARAH} from '../../openai/index.js'
import {type SignInScene, useSignIn} from '../sign-in/scene.js'
import {talk} from '../sign-in/talk.js'

const BROWSER = fileURLToPath(new URL('../../fakes/browser.mjs', import.meta.url))

describe('account flags', () => {
  const open = useSignIn()
  const run = async (scene: SignInScene, flags: OwnFlags) => {
    const {io, printed, said} = talk({...scene.home.env, BROWSER}, false)
    const result = await runAccountAction(flags, {...scene, io})
    return {result, printed: printed(), said: said()}
  }
  const faultOf = (scene: SignInScene, flags: OwnFlags) => run(scene, flags).catch((error) => [error.code, error.exit])
  const withTwo = async () => {
    const scene = await open()
    await scene.accounts.add(tokensOf(scene, JOHN))
    await scene.accounts.add(tokensOf(scene, SARAH), {asDefault: false})
    return scene
  }

  it('are none of its business when there are none', async () => {
    expect((await run(await open(), {verbose: true, account: 'john'})).result).to.equal(undefined)
  })

  it('--accounts lists who is there, how they fare and what they wait for', async () => {
    const scene = await withTwo()
    await scene.accounts.add(tokensOf(scene, JOHN_AT_WORK), {asDefault: false})
    const now = scene.host.clock.now()
    const {accounts} = scene
    const [sarah, work] = [await accounts.resolve('sarah'), await accounts.resolve('john-2')]
    await accounts.touch((await accounts.resolve('john')).id)
    await accounts.states.note(sarah.id, {code: 'needs_reauth', until: null, message: 'The sign-in is too old.'})
    await accounts.states.note(work.id, {code: 'cooling', until: now + 7_230_000, message: null})
    await accounts.pause(work.id)
    const {printed, said, result} = await run(scene, {accounts: true})
    expect(printed.replace(/until \S+ \S+ /, 'until THEN ')).to.equal(
      [
        'Accounts for codex:',
        '  [default] john (john@example.com)  plus · ready · used just now',
        '  sarah (sarah@company.com)          team · sign in again: The sign-in is too old · never used',
        '    Next: ccs codex --auth --account sarah',
        '  john-2 (john@example.com)          business · paused · cooling until THEN (in 2 hours) · never used',
        '    Next: ccs cliproxy accounts resume john-2',
        '',
      ].join('\n'),
    )
    expect([said, result?.exit, result?.continue]).to.deep.equal(['', 0, undefined])
  })

  it('--accounts --json prints one object', async () => {
    const scene = await withTwo()
    const [john, sarah] = [await scene.accounts.resolve('john'), await scene.accounts.resolve('sarah')]
    const until = scene.host.clock.now() + 60_000
    await scene.accounts.states.note(sarah.id, {code: 'cooling', until, message: 'spent'})
    const {printed} = await run(scene, {accounts: true, json: true})
    const expiry = (at: number | null) => new Date(at ?? 0).toISOString()
    expect(JSON.parse(printed)).to.deep.equal({
      provider: 'codex',
      accounts: [
        {
          id: john.id,
          nickname: 'john',
          email: 'john@example.com',
          plan: 'plus',
          default: true,
          paused: false,
          state: {code: 'ready', until: null, message: null},
          tokenExpiresAt: expiry(john.tokenExpiresAt),
          lastUsedAt: null,
        },
        {
          id: sarah.id,
          nickname: 'sarah',
          email: 'sarah@company.com',
          plan: 'team',
          default: false,
          paused: false,
          state: {code: 'cooling', until: expiry(until), message: 'spent'},
          tokenExpiresAt: expiry(sarah.tokenExpiresAt),
          lastUsedAt: null,
        },
      ],
    })
  })

  it('--accounts goes on past a file that cannot be read, and says so on stderr', async () => {
    const scene = await withTwo()
    const broken = join(scene.host.paths.tokens, 'codex-broken.json')
    writeFileSync(broken, '{')
    const {printed, said} = await run(scene, {accounts: true})
    expect(printed.split('\n')).to.have.length(4)
    expect(said).to.equal(`Warning: ${broken} is not valid JSON (line 1, column 2).\n`)
  })

  it('--accounts in an empty home says what comes next', async () => {
    const {printed, result} = await run(await open(), {accounts: true})
    expect([printed, result?.exit]).to.deep.equal(['No account for codex is signed in.\nNext: ccs codex --auth\n', 0])
  })

  it('--use makes a default that a person chose; a session may follow', async () => {
    const scene = await withTwo()
    expect(await scene.accounts.preferred()).to.equal(undefined)
    const {printed, result} = await run(scene, {use: 'sar'})
    expect(printed).to.equal('sarah (sarah@company.com) is the default now and serves what is started next.\n')
    expect([result?.exit, result?.continue]).to.deep.equal([0, true])
    const {id} = await scene.accounts.resolve('sarah')
    expect(await scene.accounts.preferred()).to.equal(id)
    const kept = JSON.parse(readFileSync(scene.host.paths.accounts, 'utf8')).providers.codex
    expect([kept.default, kept.chosen]).to.deep.equal([id, true])
    await scene.accounts.release()
    expect(await scene.accounts.preferred()).to.equal(undefined)
    expect(JSON.parse(readFileSync(scene.host.paths.accounts, 'utf8')).providers.codex.default).to.equal(id)
    await scene.accounts.use(id)
    await scene.accounts.remove(id)
    expect(await scene.accounts.preferred()).to.equal(undefined)
  })

  it('--use says when the account will not serve as it is', async () => {
    const scene = await withTwo()
    const sarah = await scene.accounts.resolve('sarah')
    await scene.accounts.pause(sarah.id)
    await scene.accounts.states.note(sarah.id, {code: 'revoked', until: null, message: null})
    const {printed} = await run(scene, {use: 'sarah'})
    expect(printed.split('\n').slice(1)).to.deep.equal([
      'sarah is paused.',
      'sarah: revoked, sign in again.',
      'Next: ccs cliproxy accounts resume sarah',
      'Next: ccs codex --auth --account sarah',
      '',
    ])
  })

  it('--nickname renames the default, or the one of --account', async () => {
    const scene = await withTwo()
    expect((await run(scene, {nickname: 'boss'})).printed).to.equal('john is called boss (john@example.com) now.\n')
    const {printed} = await run(scene, {nickname: 'colleague', account: 'sarah', json: true})
    expect(JSON.parse(printed).account).to.deep.include({nickname: 'colleague', email: 'sarah@company.com'})
    for (const nickname of ['boss', 'John@Example.com'])
      expect(await faultOf(scene, {nickname, account: 'colleague'})).to.deep.equal(['nickname_taken', 2])
    expect((await run(scene, {nickname: 'john@example.com'})).printed).to.match(/ is called john@example.com /)
    expect(await faultOf(await open(), {nickname: 'x'})).to.deep.equal(['no_account', 3])
  })

  it('--logout revokes and deletes every account, and says which of both worked', async () => {
    const scene = await withTwo()
    const {printed, result} = await run(scene, {logout: true})
    expect(printed).to.equal(
      'Signed out john (john@example.com): revoked and deleted.\nSigned out sarah (sarah@company.com): revoked and deleted.\n',
    )
    expect(result?.exit).to.equal(0)
    expect(readdirSync(scene.host.paths.tokens)).to.deep.equal([])
    expect(scene.openai.requests.filter(({path}) => path === '/oauth/revoke')).to.have.length(2)
  })

  it('--logout --account signs out that one, also when nobody revokes it', async () => {
    const scene = await withTwo()
    await scene.openai.kill()
    const {id} = await scene.accounts.resolve('john')
    const {printed, result} = await run(scene, {logout: true, account: 'john', json: true})
    const {accounts} = JSON.parse(printed) as {accounts: {message: string}[]}
    expect(accounts[0]?.message).to.match(/^Not revoked: /)
    const [{message: _, ...one} = {message: ''}] = accounts
    expect(one).to.deep.equal({id, nickname: 'john', email: 'john@example.com', revoked: false, deleted: true})
    expect(result?.exit).to.equal(0)
    expect((await scene.accounts.list()).map(({nickname}) => nickname)).to.deep.equal(['sarah'])
  })

  it('--auth signs in and stops; with --nickname under that name; --json keeps stdout clean', async () => {
    const scene = await open()
    const {printed, said, result} = await run(scene, {auth: true, nickname: 'work account', json: true})
    const [account] = await scene.accounts.list()
    const told = JSON.parse(printed)
    expect([told.provider, told.renewed, told.account.id, told.account.nickname]).to.deep.equal([
      'codex',
      false,
      account?.id,
      'work account',
    ])
    expect(said).to.match(/\/oauth\/authorize.*\nSigned in as work account \(john@example.com, plus\)\.\n$/s)
    expect(result?.continue).to.equal(false)
    const again = await run(scene, {auth: true, account: 'work account'})
    expect([again.printed, again.result?.continue]).to.deep.equal(['', false])
    expect(again.result?.data).to.deep.include({renewed: true})
  })

  it('--auth signs in also when the name for it is taken, and says so', async () => {
    const scene = await withTwo()
    scene.openai.issuer.visitor = JOHN_AT_WORK
    const fault = await run(scene, {auth: true, nickname: 'sarah'}).catch((error) => error.toJSON())
    expect(fault).to.deep.equal({
      error: {
        code: 'nickname_taken',
        message: 'Another account is already called sarah.',
        hint: 'john@example.com is signed in all the same, as john-2.',
      },
    })
    expect((await scene.accounts.list()).map(({nickname}) => nickname)).to.have.members(['john', 'sarah', 'john-2'])
  })

  it('--import takes the login of a file, and the name for it', async () => {
    const scene = await open()
    const {access_token, refresh_token, id_token} = scene.openai.issue(JOHN)
    const file = join(scene.home.path, 'x.json')
    writeFileSync(file, JSON.stringify({tokens: {access_token, refresh_token, id_token}}))
    const {printed, said} = await run(scene, {import: file, nickname: 'work'})
    expect([printed, said]).to.deep.equal([
      'Signed in as work (john@example.com).\n',
      'Codex and ccs now share one login of work: when one of them refreshes or signs out, the other can be logged out. For a login of its own: ccs codex --auth --account work\n',
    ])
  })

  it('--auth makes a new account the default, --add keeps it; a session follows neither', async () => {
    const scene = await open()
    await run(scene, {auth: true})
    scene.openai.issuer.visitor = SARAH
    expect((await run(scene, {auth: true, add: true})).result?.continue).to.equal(false)
    const defaults = async () => (await scene.accounts.list()).map((one) => [one.nickname, one.isDefault])
    expect(await defaults()).to.deep.equal([
      ['john', true],
      ['sarah', false],
    ])
    scene.openai.issuer.visitor = JOHN_AT_WORK
    await run(scene, {auth: true})
    expect(await defaults()).to.deep.equal([
      ['john', false],
      ['sarah', false],
      ['john-2', true],
    ])
  })

  it('--device lets a session follow', async () => {
    expect((await run(await open(), {device: true})).result?.continue).to.equal(true)
  })

  const CONFLICTS: readonly OwnFlags[] = [
    {accounts: true, logout: true},
    {use: 'john', nickname: 'x'},
    {auth: true, accounts: true},
    {headless: true, device: true},
    {import: true, device: true},
    {use: 'john', account: 'sarah'},
    {auth: true, add: true, account: 'sarah'},
  ]
  for (const flags of CONFLICTS)
    it(`refuses ${Object.keys(flags).join(' with ')}`, async () => {
      expect(await faultOf(await open(), flags)).to.deep.equal(['conflicting_flags', 2])
    })

  it('names the candidates for an account that is not there', async () => {
    const scene = await withTwo()
    for (const flags of [{use: 'ann'}, {logout: true, account: 'ann'}, {accounts: true, account: 'ann'}])
      expect(await faultOf(scene, flags)).to.deep.equal(['unknown_account', 2])
  })
})

function tokensOf({openai}: SignInScene, person: typeof JOHN) {
  const {access_token, refresh_token, id_token} = openai.issue(person)
  return {accessToken: access_token, refreshToken: refresh_token, idToken: id_token}
}
