import {chmodSync, chownSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expect} from 'chai'
import {openAccounts} from '../../src/accounts/accounts.js'
import type {Tokens} from '../../src/contract/index.js'
import {useHome} from '../home.js'
import {type Home, makeHome} from '../homes/home.js'
import {JOHN as JOHN_HIMSELF, type OpenAi, SARAH, startOpenAi} from '../openai/index.js'
import {clockAt, JOHN, provider, SILENT, tokensOf} from './provider.js'
import {type RefresherOptions, startRefresher} from './refreshers.js'
import {useSignIn} from './sign-in/scene.js'

const NOW = Date.parse('2026-02-04T18:00:00Z')
const DAY = 86_400_000
const NOBODY = 65_534

describe('refresh of a token', () => {
  describe('in several real processes', () => {
    let openai: OpenAi
    let home: Home
    let file = ''

    beforeEach(async () => {
      openai = await startOpenAi()
      home = makeHome(openai)
      file = home.add(JOHN_HIMSELF, {lifetime: 60})
    })
    afterEach(async () => {
      await openai.close()
      home.remove()
    })

    const kept = () => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
    const asked = () => openai.requests.filter(({path}) => path === '/oauth/token')
    const run = async (count: number, options: Partial<RefresherOptions> = {}) => {
      const all = Array.from({length: count}, () => startRefresher({env: home.env, ...options}))
      await Promise.all(all.map(({ready}) => ready))
      for (const one of all) one.go()
      return Promise.all(all.map(({result}) => result))
    }

    it('asks once for three processes with 50 requests each; the old refresh token is used once', async () => {
      const before = kept().refresh_token
      const results = await run(3)
      const after = kept()
      const expected = {tokens: [after.access_token], faults: [''], states: [['john', 'ready']]}
      expect(results).to.deep.equal([expected, expected, expected])
      expect(asked().map(({body}) => (body as Record<string, string>).refresh_token)).to.deep.equal([before])
      expect(readdirSync(dirname(file))).to.deep.equal([file.slice(dirname(file).length + 1)])
    })

    it('keeps files to their owner under umask 000', async () => {
      rmSync(home.ccs, {recursive: true})
      file = home.add(JOHN_HIMSELF, {lifetime: 60})
      chmodSync(file, 0o600)
      await run(1, {many: 1, shell: 'umask 000;'})
      const modes = readdirSync(home.ccs, {recursive: true, withFileTypes: true})
        .filter((entry) => entry.isFile())
        .map(({name, parentPath}) => [name, (statSync(join(parentPath, name)).mode & 0o777).toString(8)])
      expect(modes.length).to.be.greaterThan(0)
      expect(modes.filter(([, mode]) => mode !== '600')).to.deep.equal([])
    })

    it('spends nothing when the file cannot grow, and says why', async () => {
      const before = readFileSync(file, 'utf8')
      const [result] = await run(1, {many: 1, shell: 'ulimit -f 16;'})
      expect(result?.tokens).to.deep.equal([kept().access_token])
      expect([asked(), readFileSync(file, 'utf8')]).to.deep.equal([[], before])
      rmSync(file)
      file = home.add(JOHN_HIMSELF, {lifetime: 0})
      const [dead] = await run(1, {many: 1, shell: 'ulimit -f 16;'})
      expect(dead?.faults).to.deep.equal([
        'The token of john could not be refreshed: the limit for the size of a file is reached.',
      ])
      expect([asked(), dead?.states]).to.deep.equal([[], [['john', 'ready']]])
    })

    it('spends nothing in a folder that cannot be written to, and says why', async () => {
      rmSync(file)
      file = home.add(JOHN_HIMSELF, {lifetime: 0})
      // Nothing is forbidden to root.
      const uid = process.getuid?.() === 0 ? NOBODY : undefined
      if (uid !== undefined) giveTo(uid, home.path)
      chmodSync(dirname(file), 0o500)
      const [result] = await run(1, {many: 1, uid})
      chmodSync(dirname(file), 0o700)
      expect(result?.faults).to.deep.equal([
        'The token of john could not be refreshed: its folder may not be written to.',
      ])
      expect([asked(), result?.states]).to.deep.equal([[], [['john', 'ready']]])
    })
  })

  describe('that the issuer refuses', () => {
    const scene = useSignIn()
    const DEAD = (code: string) => ({status: 401, body: {error: {code, message: 'No.'}}})
    const PAGE = {type: 'text/html', body: '<html>Just a moment</html>'}
    /** Whether it is asked again within two seconds, and what the account is by then. */
    const REPLIES = [
      [DEAD('refresh_token_reused'), 'account', 'needs-reauth', 1, 'needs_reauth'],
      [DEAD('refresh_token_revoked'), 'account', 'revoked', 1, 'revoked'],
      [DEAD('account_deactivated'), 'account', 'deactivated', 1, 'deactivated'],
      [{status: 400, body: {error: 'invalid_request'}}, 'account', 'needs-reauth', 1, 'needs_reauth'],
      [DEAD('unsupported_country_region_territory'), 'upstream', 'region-blocked', 1, 'region_blocked'],
      [{status: 403, ...PAGE}, 'upstream', 'network-blocked', 1, 'network_blocked'],
      [{status: 429, body: {}}, 'upstream', 'server-error', 3, 'ready'],
      [{status: 429, body: {}, headers: {'retry-after': '7'}}, 'upstream', 'server-error', 1, 'ready'],
      [{status: 500, body: 'oops', type: 'text/plain'}, 'upstream', 'server-error', 3, 'ready'],
      [{status: 503, ...PAGE}, 'upstream', 'server-error', 3, 'ready'],
      [{status: 200, ...PAGE}, 'upstream', 'network-blocked', 1, 'network_blocked'],
    ] as const
    for (const [fault, blame, kind, times, code] of REPLIES)
      it(`${fault.status} ${JSON.stringify(fault.body)}: ${kind}, asked ${times} times, and the account is ${code}`, async () => {
        let later = 0
        const clock = {now: () => Date.now() + later, wait: async () => undefined}
        const {openai, home, accounts} = await scene({clock})
        const file = home.add(JOHN_HIMSELF, {lifetime: 0})
        const before = readFileSync(file, 'utf8')
        const id = (await accounts.list())[0]?.id ?? ''
        openai.issuer.faults.push(fault, fault, fault)
        const ask = () => accounts.credentials(id).catch((error) => [error.blame, error.kind])
        const state = async () => (await accounts.list())[0]?.state.code
        expect([await ask(), await state(), readFileSync(file, 'utf8')]).to.deep.equal([[blame, kind], code, before])
        // For a while the issuer is left alone: whoever can serve in the account's place does so without delay.
        const asked = () => openai.requests.filter(({path}) => path === '/oauth/token').length
        expect([await ask(), asked()]).to.deep.equal([[blame, kind], times])
        if (blame === 'account') return
        // What passes leaves nothing behind: the same refresh token still works.
        openai.issuer.faults.splice(0)
        later = 'headers' in fault ? 7000 : 30_000
        const {accessToken} = await accounts.credentials(id)
        expect([openai.issuer.check(accessToken), await state()]).to.deep.equal([JOHN_HIMSELF, 'ready'])
      })

    it('leaves a cooldown as it is, and an account whose token still serves', async () => {
      const {openai, home, accounts} = await scene()
      home.add(JOHN_HIMSELF, {lifetime: 0})
      home.add(SARAH, {lifetime: 60})
      const [john, sarah] = [await accounts.resolve('john'), await accounts.resolve('sarah')]
      const cooling = {code: 'cooling', until: Date.now() + DAY, message: 'spent'} as const
      await accounts.states.note(john.id, cooling)
      openai.issuer.faults.push({status: 403, ...PAGE}, {status: 403, ...PAGE})
      await accounts.credentials(john.id).catch(() => undefined)
      expect((await accounts.credentials(sarah.id)).nickname).to.equal('sarah')
      const states = (await accounts.list()).map(({nickname, state}) => [nickname, state])
      expect(Object.fromEntries(states)).to.deep.equal({
        john: cooling,
        sarah: {code: 'ready', until: null, message: null},
      })
    })
  })

  describe('in one process', () => {
    const {paths} = useHome()

    it('takes what another writer rotated first, and asks nobody', async () => {
      let asked = 0
      const refresh = async (tokens: Tokens) => {
        asked += 1
        return tokens
      }
      const clock = clockAt(NOW)
      const open = () => openAccounts({paths: paths(), env: {}, provider: provider(refresh), clock, log: SILENT})
      const accounts = open()
      const {account} = await accounts.add(tokensOf(JOHN, NOW + 60_000))
      const newer = tokensOf(JOHN, NOW + DAY, 1)
      await open().add(newer)
      const {accessToken} = await accounts.credentials(account.id)
      expect([accessToken, asked]).to.deep.equal([newer.accessToken, 0])
    })
  })
})

function giveTo(uid: number, folder: string): void {
  const below = readdirSync(folder, {recursive: true, encoding: 'utf8'}).map((name) => join(folder, name))
  for (const path of [folder, ...below]) chownSync(path, uid, uid)
}
