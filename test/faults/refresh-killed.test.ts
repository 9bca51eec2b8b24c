import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {openAccounts} from '../../src/accounts/accounts.js'
import type {Tokens} from '../../src/contract/index.js'
import {turnError} from '../../src/errors/turn-error.js'
import {clockAt, provider, SILENT, JOHN as SOMEBODY, tokensOf} from '../accounts/provider.js'
import {type Refresher, startRefresher} from '../accounts/refreshers.js'
import {until} from '../fakes/run-process.js'
import {useHome} from '../home.js'
import {type Home, makeHome} from '../homes/home.js'
import {gate, JOHN, type OpenAi, startOpenAi} from '../openai/index.js'

const NOW = Date.parse('2026-02-04T18:00:00Z')
const DAY = 86_400_000

describe('a refresh whose process is killed', () => {
  let openai: OpenAi
  let home: Home
  let file = ''

  beforeEach(async () => {
    openai = await startOpenAi()
    home = makeHome(openai)
    file = home.add(JOHN, {lifetime: 60})
  })
  afterEach(async () => {
    await openai.close()
    home.remove()
  })

  const asked = () => openai.requests.filter(({path}) => path === '/oauth/token').length
  const start = async (stop?: 'reserved' | 'answered' | 'saved') => {
    const all = [
      startRefresher({env: home.env, stop}),
      startRefresher({env: home.env}),
      startRefresher({env: home.env}),
    ]
    await Promise.all(all.map(({ready}) => ready))
    return all as [Refresher, Refresher, Refresher]
  }
  /** What the others come to, once the first is gone. */
  const others = async ([, ...rest]: readonly Refresher[]) => {
    const results = await Promise.all(rest.map(({result}) => result))
    const {access_token} = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
    const good = {tokens: [access_token], faults: [''], states: [['john', 'ready']]}
    expect(results).to.deep.equal([good, good])
    expect(openai.issuer.check(access_token ?? '')).to.equal(JOHN)
  }
  const refreshes = () => readdirSync(join(home.ccs, 'cliproxy', 'refreshes'))

  for (const step of ['reserved', 'answered', 'saved'] as const)
    it(`loses nobody when it dies at "${step}", and asks once`, async () => {
      const all = await start(step)
      all[0].go()
      await all[0].stopped
      all[1].go()
      all[2].go()
      all[0].child.kill('SIGKILL')
      await others(all)
      expect([asked(), refreshes()]).to.deep.equal([1, []])
    })

  it('loses nobody when it dies while the issuer thinks, and asks once', async () => {
    const held = gate()
    openai.issuer.beforeToken = () => held.opened
    const all = await start()
    all[0].go()
    await openai.seen(({path}) => path === '/oauth/token')
    all[0].child.kill('SIGKILL')
    all[1].go()
    all[2].go()
    // Somebody has the lock by now, and finds that the question is still open.
    const places = () => readdirSync(join(home.ccs, 'cliproxy', 'auth')).filter((name) => name.endsWith('.tmp'))
    await until(() => places().length === 2)
    held.open()
    await others(all)
    expect([asked(), refreshes()]).to.deep.equal([1, []])
  })

  it('leaves an answer that nobody reads without the token that it answers', async () => {
    const before = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
    const all = await start('answered')
    all[0].go()
    await all[0].stopped
    for (const {child} of all) child.kill('SIGKILL')
    const [name = ''] = refreshes()
    const left = readFileSync(join(home.ccs, 'cliproxy', 'refreshes', name), 'utf8')
    expect(Buffer.from(left, 'base64').toString('latin1')).to.not.contain('access_token')
    expect(name).to.not.contain(before.refresh_token)
    const late = startRefresher({env: home.env, many: 1})
    await late.ready
    late.go()
    expect((await late.result).states).to.deep.equal([['john', 'ready']])
    expect([asked(), refreshes()]).to.deep.equal([1, []])
  })
})

describe('a token that ends a thousand times', () => {
  const {paths} = useHome()

  it('loses nobody in 1,000 expiries, whatever passes by', async () => {
    const clock = clockAt(NOW)
    let issued = tokensOf(SOMEBODY, NOW + DAY)
    let round = 0
    const used: (string | undefined)[] = []
    /** Single use; every seventh answer is a failure that passes. */
    const refresh = async ({refreshToken}: Tokens): Promise<Tokens> => {
      round += 1
      if (round % 7 === 0)
        throw turnError({blame: 'upstream', kind: 'server-error', message: 'The issuer answered 503.'})
      if (refreshToken !== issued.refreshToken)
        throw turnError({blame: 'account', kind: 'needs-reauth', message: 'reused'})
      used.push(refreshToken)
      issued = tokensOf(SOMEBODY, clock.now() + DAY, used.length)
      return issued
    }
    const open = () => openAccounts({paths: paths(), env: {}, provider: provider(refresh), clock, log: SILENT})
    const {account} = await open().add(issued)
    // Two of them share the files, as two processes do.
    const [one, two] = [open(), open()]
    for (let expiry = 0; expiry < 1000; expiry += 1) {
      clock.set((issued.expiresAt ?? 0) - (expiry % 3) * 60_000)
      const first = one.credentials(account.id)
      if (expiry % 10 !== 0) await first
      const both = await Promise.all([first, two.credentials(account.id)])
      for (const {accessToken} of both) expect(accessToken).to.be.a('string')
    }
    expect(used.length).to.be.greaterThan(900)
    expect(new Set(used).size).to.equal(used.length)
    expect((await one.list()).map(({nickname, state}) => [nickname, state.code])).to.deep.equal([['john', 'ready']])
  }).timeout(60_000)
})
