import {expect} from 'chai'
import type {Accounts} from '../../src/accounts/accounts.js'
import {accountsOf} from '../../src/accounts/accounts-of.js'
import {openHost} from '../../src/host/open-host.js'
import {loadProvider} from '../../src/registry/contributions.js'
import {JOHN, SARAH} from '../openai/index.js'
import {BROWSER, type Ccs, eachWay, quiet, refused, told} from './each-way.js'

const NO_PERSON = [
  'Error: OpenAI Codex needs a sign-in, and there is no terminal here to ask anybody.',
  'Sign in once from a terminal, or let the address be shown and the answer be read from stdin.',
  'Next: ccs codex --headless',
]

async function accountsIn({env}: Pick<Ccs, 'env'>): Promise<Accounts> {
  const host = openHost(env)
  return accountsOf(await loadProvider('codex', host), host)
}

eachWay(
  'ccs codex without an account',
  (ccs) => {
    it('signs in by the browser, then starts; later starts ask nothing', async () => {
      const {stderr, ...first} = told(await ccs().ccs(['codex', '-p', 'x'], {env: {BROWSER}}))
      expect(first).to.deep.equal({code: 0, stdout: '', argv: [['-p', 'x']]})
      expect(stderr.replace(/http\S+authorize\S+/, 'URL')).to.equal(
        [
          'Sign in to OpenAI Codex. This page opens in your browser:',
          '',
          '  URL',
          '',
          'Signed in as john (john@example.com, plus).',
          '',
        ].join('\n'),
      )
      expect(told(await ccs().ccs(['codex', 'y']))).to.deep.equal(quiet('y'))
    }).timeout(30_000)

    it('asks nobody where nobody is: exit 3, and nothing is started', async () => {
      expect(told(await ccs().ccs(['codex', 'x']))).to.deep.equal(refused(3, ...NO_PERSON))
    })

    it('signs in without a session under --auth, and with one under --headless and a prompt', async () => {
      const signedIn = told(await ccs().ccs(['codex', '--auth'], {env: {BROWSER}}))
      expect([signedIn.code, signedIn.stdout, signedIn.argv]).to.deep.equal([0, '', []])
      expect(signedIn.stderr.split('\n').at(-2)).to.equal('Signed in as john (john@example.com, plus).')
      const line = told(
        await ccs().ccs(['codex', '--headless', 'x'], {input: 'http://localhost:1455/?error=access_denied\n'}),
      )
      expect([line.code, line.stdout, line.argv]).to.deep.equal([3, '', []])
    }).timeout(30_000)
  },
  () => ({accounts: []}),
)

eachWay(
  'ccs codex whose accounts cannot serve',
  (ccs) => {
    const note = async (
      who: string,
      code: 'cooling' | 'needs_reauth' | 'deactivated',
      message: string,
      left?: number,
    ) => {
      const accounts = await accountsIn(ccs())
      const {id} = await accounts.resolve(who)
      await accounts.states.note(id, {code, until: left === undefined ? null : Date.now() + left, message})
    }
    const start = async (...args: readonly string[]) => {
      const {stderr, ...rest} = told(await ccs().ccs(['codex', ...args, 'x']))
      return {...rest, stderr: stderr.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'WHEN')}
    }
    const HOUR = 3_600_000

    it('says that all are paused: 4', async () => {
      const accounts = await accountsIn(ccs())
      for (const {id} of await accounts.list()) await accounts.pause(id)
      await accounts.rename((await accounts.resolve('john')).id, 'john k')
      expect(await start()).to.deep.equal(
        refused(4, "Error: All codex accounts are paused. Run: ccs cliproxy accounts resume 'john k'"),
      )
      expect(await start('--account', 'sarah')).to.deep.equal(
        refused(4, 'Error: sarah is paused. Run: ccs cliproxy accounts resume sarah'),
      )
    }).timeout(30_000)

    it('says who is back first, and when: 4', async () => {
      await note('john', 'cooling', 'spent', 2 * HOUR + 90_000)
      await note('sarah', 'cooling', 'spent', 26 * HOUR + 90_000)
      expect(await start()).to.deep.equal(
        refused(
          4,
          'Error: All 2 codex accounts have reached a usage limit. john is back first, in 2h 1m (WHEN). See: ccs cliproxy quota',
        ),
      )
      expect(await start('--account', 'sarah')).to.deep.equal(
        refused(
          4,
          'Error: The codex account sarah has reached a usage limit. It is back in 1d 2h (WHEN). See: ccs cliproxy quota',
        ),
      )
    }).timeout(30_000)

    it('says who must sign in again, by the command that does it: 3', async () => {
      await note('john', 'needs_reauth', 'The sign-in is too old.')
      await note('sarah', 'deactivated', 'OpenAI deactivated the workspace.')
      expect(await start('--account', 'john')).to.deep.equal(
        refused(
          3,
          'Error: john (john@example.com) must sign in again (The sign-in is too old). Run: ccs codex --auth --account john',
        ),
      )
      expect(await start('--account', 'sarah')).to.deep.equal(
        refused(
          3,
          'Error: sarah (sarah@company.com) is deactivated (OpenAI deactivated the workspace). Run: ccs codex --auth --add',
        ),
      )
      expect(await start()).to.deep.equal(
        refused(
          3,
          'Error: None of the 2 codex accounts can serve: john (john@example.com) must sign in again (The sign-in is too old). Run: ccs codex --auth --account john',
        ),
      )
    }).timeout(30_000)

    it('counts nobody as spent who is not', async () => {
      await note('john', 'cooling', 'spent', 2 * HOUR + 30_000)
      await note('sarah', 'needs_reauth', 'The sign-in is too old.')
      expect(await start()).to.deep.equal(
        refused(
          4,
          'Error: The codex account john has reached a usage limit. It is back in 2h (WHEN). Another one needs you. See: ccs codex --accounts',
        ),
      )
    })

    it('goes on with whoever can, and with the one that is named only', async () => {
      await note('john', 'needs_reauth', 'The sign-in is too old.')
      expect(await start()).to.deep.equal(quiet('x'))
      const {started} = await ccs().ccs(['codex', '--account', 'sar', 'x'])
      const {id} = await (await accountsIn(ccs())).resolve('sarah')
      expect(started[0]?.env.ANTHROPIC_BASE_URL).to.match(new RegExp(`&account=${id}$`))
    }).timeout(30_000)
  },
  () => ({accounts: [JOHN, SARAH]}),
)
