import {execFileSync} from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {type Accounts, openAccounts} from '../../src/accounts/accounts.js'
import {asArgument} from '../../src/accounts/nickname.js'
import type {ProviderPlugin, Tokens} from '../../src/contract/index.js'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {turnError} from '../../src/errors/turn-error.js'
import {useHome} from '../home.js'
import {clockAt, JOHN, jwt, provider, SARAH, SILENT, tokensOf} from './provider.js'

const NOW = Date.parse('2026-02-04T18:00:00Z')
const HOUR = 3_600_000

describe('accounts', () => {
  const {paths} = useHome()
  const open = (refresh?: ProviderPlugin['refresh'], clock = clockAt(NOW)): Accounts =>
    openAccounts({paths: paths(), env: {}, provider: provider(refresh), clock, log: SILENT})
  const seen = async (accounts: Accounts) =>
    (await accounts.list()).map((one) => [one.nickname, one.email, one.isDefault, one.plan])

  it('lists nothing in a fresh home and writes nothing', async () => {
    expect(await open().list()).to.deep.equal([])
    expect(readdirSync(paths().home)).to.deep.equal([])
  })

  it('adds accounts: the new one becomes the default unless asked otherwise', async () => {
    const accounts = open()
    await accounts.add(tokensOf(JOHN, NOW + HOUR))
    await accounts.add(tokensOf(SARAH, NOW + HOUR), {asDefault: false})
    expect(await seen(accounts)).to.have.deep.members([
      ['john', 'john@example.com', true, 'plus'],
      ['sarah', 'sarah@company.com', false, 'team'],
    ])
    const [name = ''] = readdirSync(paths().tokens)
    const file = join(paths().tokens, name)
    expect(name).to.match(/^codex-[0-9a-f]{8}-(john@example.com-plus|sarah@company.com-team)\.json$/)
    expect(statSync(file).mode & 0o777).to.equal(0o600)
    expect(statSync(paths().tokens).mode & 0o777).to.equal(0o700)
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).to.deep.equal([
      'type',
      'access_token',
      'refresh_token',
      'id_token',
      'account_id',
      'email',
      'expired',
      'last_refresh',
    ])
  })

  it('keeps two workspaces under one e-mail and two users of one workspace apart', async () => {
    const accounts = open()
    await accounts.add(tokensOf(JOHN, NOW + HOUR))
    await accounts.add(tokensOf({...JOHN, account: 'acct-9'}, NOW + HOUR))
    await accounts.add(tokensOf({...JOHN, user: 'user-9'}, NOW + HOUR))
    const nicknames = (await accounts.list()).map((one) => one.nickname)
    expect(nicknames.sort()).to.deep.equal(['john', 'john-2', 'john-3'])
    expect(readdirSync(paths().tokens)).to.have.length(3)
  })

  it('gives no nickname that is longer than a rename allows', async () => {
    const accounts = open()
    const name = `${'n'.repeat(61)}𐐨𐐨`
    for (const account of ['acct-1', 'acct-2', 'acct-3'])
      await accounts.add(tokensOf({...JOHN, email: `${name}@example.com`, account}, NOW + HOUR))
    const nicknames = (await accounts.list()).map((one) => one.nickname)
    expect(nicknames.sort()).to.deep.equal([`${'n'.repeat(61)}-2`, `${'n'.repeat(61)}-3`, `${'n'.repeat(61)}𐐨`])
    const [first] = await accounts.list()
    await accounts.rename(first?.id ?? '', `${'m'.repeat(61)}𐐨`)
  })

  it('renames an account in the variants that name it', async () => {
    const accounts = open()
    const {account} = await accounts.add(tokensOf(JOHN, NOW + HOUR))
    const {config, settings} = paths()
    const variants = (john: string) => `# mine
cliproxy:
  variants:
    pinned: {provider: codex, settings: ${settings('pinned')}, account: ${john}} # his
    other: {provider: codex, settings: ${settings('other')}, account: sarah}
    elsewhere: {provider: openai, settings: ${settings('elsewhere')}, account: john}
`
    writeFileSync(config, variants('john'))
    await accounts.rename(account.id, 'boss')
    expect(readFileSync(config, 'utf8')).to.equal(variants('boss'))
  })

  it('renames nobody when the variants cannot be read', async () => {
    const accounts = open()
    const {account} = await accounts.add(tokensOf(JOHN, NOW + HOUR))
    writeFileSync(paths().config, 'cliproxy: [')
    const refusal = await accounts.rename(account.id, 'boss').catch((error: unknown) => isCcsError(error) && error.code)
    expect([refusal, (await accounts.list()).map(({nickname}) => nickname)]).to.deep.equal(['invalid_file', ['john']])
  })

  it('writes a nickname for a shell so that the shell reads the same', () => {
    const plain = ['john', 'john-2', 'a.b_c+d@e', 'שרה', '7']
    expect(plain.map(asArgument)).to.deep.equal(plain)
    const others = ['work account', '"; echo no; "', "it's $HOME `id` \\", '<img src=x>', '~', '*', '#x', 'a\nb', '']
    for (const name of others)
      expect(execFileSync('sh', ['-c', `printf %s ${asArgument(name)}`], {encoding: 'utf8'})).to.equal(name)
    expect(asArgument('work account')).to.equal("'work account'")
  })

  it('renews a known identity in place: id, nickname, pause, default and foreign keys stay', async () => {
    const accounts = open()
    const {account} = await accounts.add(tokensOf(JOHN, NOW + HOUR))
    await accounts.add(tokensOf(SARAH, NOW + HOUR))
    await accounts.rename(account.id, 'work account')
    await accounts.pause(account.id)
    await accounts.states.note(account.id, {code: 'revoked', until: null, message: 'x'})
    const file = account.tokenFile
    writeFileSync(file, JSON.stringify({...JSON.parse(readFileSync(file, 'utf8')), priority: 7, note: 'mine'}))
    const again = await accounts.add(tokensOf({...JOHN, plan: 'pro'}, NOW + 2 * HOUR, 1))
    expect(again.renewed).to.equal(true)
    expect(again.account).to.deep.include({
      id: account.id,
      nickname: 'work account',
      paused: true,
      isDefault: false,
      plan: 'pro',
      priority: 7,
      tokenFile: file,
      tokenExpiresAt: NOW + 2 * HOUR,
      state: {code: 'ready', until: null, message: null},
    })
    expect(JSON.parse(readFileSync(file, 'utf8'))).to.deep.include({note: 'mine', refresh_token: 'refresh-user-1-1'})
  })

  it('keeps tokens to their owner when it renews a file that others could read', async () => {
    const accounts = open()
    await accounts.add(tokensOf(JOHN, NOW + HOUR))
    const [name = ''] = readdirSync(paths().tokens)
    const file = join(paths().tokens, name)
    chmodSync(file, 0o644)
    await accounts.add(tokensOf(JOHN, NOW + HOUR, 1))
    expect(statSync(file).mode & 0o777).to.equal(0o600)
  })

  it('rebuilds the registry from token files when it is missing, with the same ids', async () => {
    const before = await open().add(tokensOf(JOHN, NOW + HOUR))
    rmSync(paths().accounts)
    expect((await open().list()).map((one) => one.id)).to.deep.equal([before.account.id])
    const accounts = open()
    await accounts.use(before.account.id)
    expect(JSON.parse(readFileSync(paths().accounts, 'utf8')).providers.codex.accounts).to.have.keys(before.account.id)
  })

  it('goes on with a corrupt registry, names it, and keeps it aside before writing', async () => {
    const {account} = await open().add(tokensOf(JOHN, NOW + HOUR))
    writeFileSync(paths().accounts, '{"version": 1,\n "providers": oops}')
    const accounts = open()
    expect(await seen(accounts)).to.deep.equal([['john', 'john@example.com', true, 'plus']])
    expect((await accounts.faults()).map((fault) => fault.message)).to.deep.equal([
      `${paths().accounts} is not valid JSON (line 2, column 15).`,
    ])
    expect(readFileSync(paths().accounts, 'utf8')).to.contain('oops')
    await accounts.rename(account.id, 'j')
    expect(await seen(open())).to.deep.equal([['j', 'john@example.com', true, 'plus']])
    const aside = readdirSync(paths().proxyFolder).find((name) => name.includes('.corrupt-')) ?? ''
    expect(readFileSync(join(paths().proxyFolder, aside), 'utf8')).to.contain('oops')
  })

  it('leaves a corrupt token file alone and names it; the others work', async () => {
    const accounts = open()
    await accounts.add(tokensOf(JOHN, NOW + HOUR))
    const broken = join(paths().tokens, 'codex-broken.json')
    writeFileSync(broken, '{"access_token": ')
    expect(await seen(accounts)).to.have.length(1)
    expect((await accounts.faults()).map((fault) => fault.message)).to.deep.equal([
      `${broken} is not valid JSON (line 1, column 18).`,
    ])
    expect(readFileSync(broken, 'utf8')).to.equal('{"access_token": ')
  })

  it('reads what CLIProxyAPI and existing installations wrote', async () => {
    mkdirSync(paths().tokens, {recursive: true})
    const file = {
      type: 'codex',
      access_token: jwt({...SARAH, exp: (NOW + HOUR) / 1000}),
      refresh_token: 'r',
      id_token: jwt({...SARAH}),
      account_id: SARAH.account,
      email: SARAH.email,
      expired: '2026-02-04T21:00:00+02:00',
      last_refresh: '2026-02-04T17:00:00Z',
      disabled: true,
    }
    writeFileSync(join(paths().tokens, 'codex-sarah@company.com.json'), JSON.stringify(file))
    writeFileSync(join(paths().tokens, 'gemini-x.json'), JSON.stringify({...file, type: 'gemini'}))
    const entry = {
      email: SARAH.email,
      nickname: 'boss',
      tokenFile: 'codex-sarah@company.com.json',
      createdAt: '2026-01-01T00:00:00Z',
      extra: 1,
    }
    const gemini = {
      default: 'g',
      accounts: {g: {email: 'g@x', nickname: 'g', tokenFile: 'gemini-x.json', createdAt: ''}},
    }
    const codex = {default: 'sarah@company.com', accounts: {'sarah@company.com': entry}}
    writeFileSync(paths().accounts, JSON.stringify({version: 1, providers: {codex, gemini}}))
    const accounts = open()
    const [found] = await accounts.list()
    expect(found).to.deep.include({id: 'sarah@company.com', nickname: 'boss', paused: true, tokenExpiresAt: NOW + HOUR})
    await accounts.resume('sarah@company.com')
    const after = JSON.parse(readFileSync(paths().accounts, 'utf8'))
    expect(after.providers.gemini).to.deep.equal(gemini)
    expect(after.providers.codex.accounts['sarah@company.com']).to.deep.equal({...entry, paused: false})
  })

  it('removes tokens and entry; the default moves on', async () => {
    const accounts = open()
    const john = await accounts.add(tokensOf(JOHN, NOW + HOUR))
    const sarah = await accounts.add(tokensOf(SARAH, NOW + HOUR))
    await accounts.remove(sarah.account.id)
    expect(await seen(accounts)).to.deep.equal([['john', 'john@example.com', true, 'plus']])
    await accounts.remove(john.account.id)
    expect(readdirSync(paths().tokens)).to.deep.equal([])
    expect(JSON.parse(readFileSync(paths().accounts, 'utf8')).providers.codex).to.deep.equal({
      default: '',
      accounts: {},
    })
  })

  it('removes all at once, and leaves nothing of them', async () => {
    const accounts = open()
    for (let number = 0; number < 20; number += 1)
      await accounts.add(tokensOf({account: `acct-${number}`, user: 'user-1', email: 'j@x.test'}, NOW + HOUR))
    await Promise.all((await accounts.list()).map(({id}) => accounts.remove(id)))
    expect([readdirSync(paths().tokens), JSON.parse(readFileSync(paths().accounts, 'utf8'))]).to.deep.equal([
      [],
      {version: 1, providers: {codex: {default: '', accounts: {}}}},
    ])
  })

  it('removes tokens that lie behind a symlink', async () => {
    const accounts = open()
    const {account} = await accounts.add(tokensOf(JOHN, NOW + HOUR))
    const elsewhere = join(paths().home, 'tokens.json')
    renameSync(account.tokenFile, elsewhere)
    symlinkSync(elsewhere, account.tokenFile)
    await accounts.remove(account.id)
    expect([readdirSync(paths().tokens), existsSync(elsewhere)]).to.deep.equal([[], false])
  })

  it('resolves names, and lists candidates for those it cannot', async () => {
    const accounts = open()
    await accounts.add(tokensOf(JOHN, NOW + HOUR))
    await accounts.add(tokensOf({...JOHN, account: 'acct-9'}, NOW + HOUR))
    const {account} = await accounts.add(tokensOf(SARAH, NOW + HOUR))
    for (const name of ['sarah', 'SARAH@company.com', account.id, 'sar'])
      expect((await accounts.resolve(name)).id, name).to.equal(account.id)
    expect((await accounts.resolve('john')).nickname).to.equal('john')
    expect(await failure(accounts.resolve('jo'))).to.match(
      /"jo" fits more than one account: john.*\(john@example.com, .*john/,
    )
    expect(await failure(accounts.resolve('nobody'))).to.equal('No codex account is called "nobody".')
    expect(await failure(accounts.rename(account.id, 'John'))).to.equal('Another account is already called John.')
  })

  it('notes use once a minute', async () => {
    const clock = clockAt(NOW)
    const accounts = open(undefined, clock)
    const {account} = await accounts.add(tokensOf(JOHN, NOW + HOUR))
    const used = async () => (await accounts.list())[0]?.lastUsedAt
    await accounts.touch(account.id)
    clock.set(NOW + 59_000)
    await accounts.touch(account.id)
    expect(await used()).to.equal(NOW)
    clock.set(NOW + 60_000)
    await accounts.touch(account.id)
    expect(await used()).to.equal(NOW + 60_000)
  })

  describe('credentials', () => {
    const refreshing =
      (asked: string[]): ProviderPlugin['refresh'] =>
      async (tokens: Tokens) => {
        asked.push(tokens.refreshToken ?? '')
        return {...tokensOf(JOHN, NOW + 9 * HOUR, asked.length), idToken: undefined}
      }

    it('gives the token as it is until five minutes before its end', async () => {
      const asked: string[] = []
      const clock = clockAt(NOW)
      const accounts = open(refreshing(asked), clock)
      const {account} = await accounts.add(tokensOf(JOHN, NOW + HOUR))
      const first = await accounts.credentials(account.id)
      expect(first).to.deep.include({id: account.id, nickname: 'john', fingerprint: account.fingerprint})
      clock.set(NOW + HOUR - 300_001)
      await accounts.credentials(account.id)
      expect(asked).to.deep.equal([])
      clock.set(NOW + HOUR - 300_000)
      const many = await Promise.all(Array.from({length: 50}, () => accounts.credentials(account.id)))
      expect(asked).to.deep.equal(['refresh-user-1-0'])
      const onDisk = JSON.parse(readFileSync(account.tokenFile, 'utf8'))
      expect(new Set(many.map((one) => one.accessToken))).to.deep.equal(new Set([onDisk.access_token]))
      expect(onDisk).to.deep.include({
        refresh_token: 'refresh-user-1-1',
        expired: new Date(NOW + 9 * HOUR).toISOString(),
      })
      expect(onDisk.id_token).to.be.a('string')
    })

    it('refreshes a refused token, or takes over the one that is on disk by now', async () => {
      const asked: string[] = []
      const accounts = open(refreshing(asked))
      const {account} = await accounts.add(tokensOf(JOHN, NOW + HOUR))
      const {accessToken} = await accounts.credentials(account.id)
      const next = await accounts.credentials(account.id, {rejected: accessToken})
      expect(next.accessToken).to.not.equal(accessToken)
      expect((await accounts.credentials(account.id, {rejected: accessToken})).accessToken).to.equal(next.accessToken)
      expect(asked).to.have.length(1)
    })

    it('remembers a permanent refusal until the tokens change', async () => {
      let asked = 0
      const accounts = open(async () => {
        asked += 1
        throw turnError({blame: 'account', kind: 'revoked', message: 'The sign-in was revoked.'})
      })
      const {account} = await accounts.add(tokensOf(JOHN, NOW))
      const said =
        'john (john@example.com) must sign in again: The sign-in was revoked. Run: ccs codex --auth --account john'
      for (const _ of [1, 2]) expect(await failure(accounts.credentials(account.id))).to.equal(said)
      expect(asked).to.equal(1)
      expect((await accounts.list())[0]?.state.code).to.equal('revoked')
      await accounts.add(tokensOf(JOHN, NOW + HOUR, 3))
      expect((await accounts.credentials(account.id)).nickname).to.equal('john')
      expect((await accounts.list())[0]?.state.code).to.equal('ready')
    })

    it('keeps what another program wrote beside the tokens while the issuer answered', async () => {
      let file = ''
      const accounts = open(async () => {
        writeFileSync(file, JSON.stringify({...JSON.parse(readFileSync(file, 'utf8')), disabled: true, note: 'spare'}))
        return tokensOf(JOHN, NOW + HOUR, 1)
      })
      const {account} = await accounts.add(tokensOf(JOHN, NOW))
      file = account.tokenFile
      await accounts.credentials(account.id)
      const {refresh_token, disabled, note} = JSON.parse(readFileSync(file, 'utf8'))
      expect([refresh_token, disabled, note]).to.deep.equal(['refresh-user-1-1', true, 'spare'])
    })

    const refused = async () => {
      throw turnError({blame: 'account', kind: 'needs-reauth', message: 'reused'})
    }
    for (const [what, answer] of [
      ['refused', refused],
      ['answered', async () => tokensOf(JOHN, NOW + HOUR, 1)],
    ] as const)
      it(`adopts what another program wrote while the issuer ${what}`, async () => {
        let file = ''
        const newer = tokensOf(JOHN, NOW + HOUR, 5)
        const accounts = open(async () => {
          const now = JSON.parse(readFileSync(file, 'utf8'))
          writeFileSync(
            file,
            JSON.stringify({
              ...now,
              access_token: newer.accessToken,
              refresh_token: newer.refreshToken,
              expired: new Date(NOW + HOUR).toISOString(),
            }),
          )
          return answer()
        })
        const {account} = await accounts.add(tokensOf(JOHN, NOW))
        file = account.tokenFile
        expect((await accounts.credentials(account.id)).accessToken).to.equal(newer.accessToken)
        expect((await accounts.list())[0]?.state.code).to.equal('ready')
        expect(JSON.parse(readFileSync(file, 'utf8'))).to.include({refresh_token: newer.refreshToken})
        expect(readdirSync(paths().tokens)).to.have.length(1)
      })

    it('serves the old token through a passing failure, and says what passed once it is dead', async () => {
      let asked = 0
      const clock = clockAt(NOW)
      const accounts = open(async () => {
        asked += 1
        throw turnError({blame: 'upstream', kind: 'server-error', message: 'The issuer answered 503.', status: 503})
      }, clock)
      const {account} = await accounts.add(tokensOf(JOHN, NOW + 200_000))
      const old = await accounts.credentials(account.id)
      await accounts.credentials(account.id)
      expect([asked, old.nickname]).to.deep.equal([1, 'john'])
      clock.set(NOW + 200_000)
      expect(await failure(accounts.credentials(account.id))).to.equal('The issuer answered 503.')
      expect(asked).to.equal(4)
      expect((await accounts.list())[0]?.state.code).to.equal('ready')
    })
  })
})

async function failure(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no failure',
    (error: Error) => error.message,
  )
}
