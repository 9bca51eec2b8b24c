import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {type Accounts, openAccounts} from '../../src/accounts/accounts.js'
import {useHome} from '../home.js'
import {clockAt, JOHN, provider, SARAH, SILENT, tokensOf} from './provider.js'

const NOW = Date.parse('2026-02-04T18:00:00Z')
const HOUR = 3_600_000

type Fields = Readonly<Record<string, unknown>>

describe('accounts.json', () => {
  const {paths} = useHome()
  const open = (): Accounts =>
    openAccounts({paths: paths(), env: {}, provider: provider(), clock: clockAt(NOW), log: SILENT})
  const text = () => readFileSync(paths().accounts, 'utf8')
  const codex = () => JSON.parse(text()).providers.codex as {readonly default: string; readonly accounts: Fields}
  const aside = () =>
    readdirSync(paths().proxyFolder)
      .filter((name) => name.startsWith('accounts.json.corrupt-'))
      .map((name) => readFileSync(join(paths().proxyFolder, name), 'utf8'))
  const faultsOf = async (accounts: Accounts) => (await accounts.faults()).map(({message}) => message)
  /** John is signed in and called boss; the file says what `change` makes of that. */
  const signedIn = async (change: (own: Fields, id: string) => unknown) => {
    const {account} = await open().add(tokensOf(JOHN, NOW + HOUR))
    await open().rename(account.id, 'boss')
    const written = JSON.stringify(change(codex(), account.id))
    writeFileSync(paths().accounts, written)
    return {id: account.id, written}
  }

  const MISSHAPEN: Readonly<Record<string, readonly [change: (own: Fields) => unknown, why: string]>> = {
    'is a list': [() => [], 'it holds no object'],
    'is a text': [() => 'x', 'it holds no object'],
    'has a list of providers': [
      (own) => ({version: 1, providers: [own]}),
      '"providers" in it is not what it should be',
    ],
    'has a provider that is a list': [
      (own) => ({version: 1, providers: {codex: [own]}}),
      '"codex" in it is not what it should be',
    ],
    'has a list of accounts': [
      (own) => ({version: 1, providers: {codex: {...own, accounts: [own.accounts]}}}),
      '"codex" in it is not what it should be',
    ],
  }
  for (const [what, [change, why]] of Object.entries(MISSHAPEN))
    it(`that ${what} is named, and kept aside before it is written`, async () => {
      const {id, written} = await signedIn(change)
      const accounts = open()
      expect(await faultsOf(accounts)).to.deep.equal([`${paths().accounts} is no account registry: ${why}.`])
      expect([(await accounts.list()).map(({nickname}) => nickname), text(), aside()]).to.deep.equal([
        ['john'],
        written,
        [],
      ])
      await accounts.use(id)
      expect([codex().default, aside(), await faultsOf(open())]).to.deep.equal([id, [written], []])
    })

  it('keeps what the other providers have when one of them cannot be read', async () => {
    const gemini = {default: '', accounts: {}}
    const {id} = await signedIn((own) => ({version: 1, providers: {codex: [own], gemini}}))
    await open().use(id)
    expect(JSON.parse(text()).providers.gemini).to.deep.equal(gemini)
  })

  it('carries entries that it cannot read, and takes a name without a file to its account', async () => {
    const {id} = await signedIn(({accounts, ...own}, key) => {
      const {tokenFile: _, ...entry} = (accounts as Readonly<Record<string, Fields>>)[key] ?? {}
      return {version: 1, more: 1, providers: {codex: {...own, accounts: {[key]: entry, old: 'x', older: null}}}}
    })
    const accounts = open()
    expect((await accounts.list()).map(({nickname}) => nickname)).to.deep.equal(['boss'])
    await accounts.add(tokensOf(SARAH, NOW + HOUR))
    const {old, older, [id]: own} = codex().accounts
    expect([old, older, (own as Fields).nickname, JSON.parse(text()).more]).to.deep.equal(['x', null, 'boss', 1])
    expect([aside(), await faultsOf(open())]).to.deep.equal([[], []])
  })

  it('is read and not written when a newer ccs wrote it', async () => {
    const {id, written} = await signedIn((own) => ({version: 2, providers: {codex: own}}))
    const accounts = open()
    const newer = `${paths().accounts} has version 2: a newer ccs wrote it, and this one does not change it.`
    expect([await faultsOf(accounts), (await accounts.list()).map(({nickname}) => nickname)]).to.deep.equal([
      [newer],
      ['boss'],
    ])
    const before = readdirSync(paths().tokens)
    const changes = [
      () => accounts.use(id),
      () => accounts.rename(id, 'x'),
      () => accounts.pause(id),
      () => accounts.add(tokensOf(SARAH, NOW + HOUR)),
      () => accounts.remove(id),
    ]
    for (const change of changes) {
      const fault = await change().then(
        () => 'it was changed',
        (error) => [error.exit, error.toJSON().error],
      )
      expect(fault).to.deep.equal([2, {code: 'newer_file', message: newer, hint: 'Update ccs.'}])
    }
    expect([text(), aside(), readdirSync(paths().tokens)]).to.deep.equal([written, [], before])
  })
})
