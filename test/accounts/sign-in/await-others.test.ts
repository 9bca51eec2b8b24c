import {expect} from 'chai'
import {openAccounts} from '../../../src/accounts/accounts.js'
import {awaitOthers} from '../../../src/accounts/sign-in/await-others.js'
import type {Tokens} from '../../../src/contract/index.js'
import {useHome} from '../../home.js'
import {clockAt, JOHN, provider, SARAH, SILENT, tokensOf} from '../provider.js'

const NOW = Date.parse('2026-02-04T18:00:00Z')
const HOUR = 3_600_000

describe('a sign-in that another process finishes', () => {
  const {paths} = useHome()
  const clock = clockAt(NOW)
  const refresh = async () => tokensOf(JOHN, NOW + 9 * HOUR, 7)
  const open = () => openAccounts({paths: paths(), env: {}, provider: provider(refresh), clock, log: SILENT})
  /** Looks only when it is told to: `look` gives the result, or `waiting`. */
  const watch = async (wanted?: Tokens) => {
    const accounts = open()
    const account = (await accounts.list()).find((one) => one.email === (wanted && provider().identify(wanted).email))
    const ending = new AbortController()
    let tick = (): void => undefined
    let asked = (): void => undefined
    const wait = () =>
      new Promise<void>((resolve, reject) => {
        tick = resolve
        ending.signal.addEventListener('abort', () => reject(ending.signal.reason), {once: true})
        asked()
      })
    const begun = new Promise<void>((resolve) => {
      asked = resolve
    })
    const {found} = await awaitOthers({accounts, host: {clock: {...clock, wait}} as never}, account, ending.signal)
    await begun
    const look = () => {
      const again = new Promise<'waiting'>((resolve) => {
        asked = () => resolve('waiting')
      })
      tick()
      return Promise.race([found, again])
    }
    return {look, end: () => ending.abort(), found}
  }

  it('is seen when there is a new account, whoever it is', async () => {
    await open().add(tokensOf(JOHN, NOW + HOUR))
    const {look} = await watch()
    expect(await look()).to.equal('waiting')
    const {account} = await open().add(tokensOf(SARAH, NOW + HOUR))
    expect(await look()).to.deep.equal({account, renewed: false})
  })

  it('is seen when the account that was wanted works again, and no other', async () => {
    const accounts = open()
    const {account: john} = await accounts.add(tokensOf(JOHN, NOW + HOUR))
    const {account: sarah} = await accounts.add(tokensOf(SARAH, NOW + HOUR))
    for (const {id} of [john, sarah]) await accounts.states.note(id, {code: 'revoked', until: null, message: null})
    const {look} = await watch(tokensOf(JOHN, NOW))
    await accounts.add(tokensOf(SARAH, NOW + 2 * HOUR, 1))
    expect(await look()).to.equal('waiting')
    const {account} = await accounts.add(tokensOf(JOHN, NOW + 2 * HOUR, 1))
    expect(await look()).to.deep.equal({account, renewed: true})
  })

  it('is neither a refresh nor a state that was cleared', async () => {
    const accounts = open()
    const {account: john} = await accounts.add(tokensOf(JOHN, NOW))
    const {account: sarah} = await accounts.add(tokensOf(SARAH, NOW + HOUR))
    await accounts.states.note(sarah.id, {code: 'deactivated', until: null, message: null})
    const {look, end, found} = await watch()
    await accounts.credentials(john.id)
    await accounts.states.clear(sarah.id)
    expect(await look()).to.equal('waiting')
    end()
    expect(await found).to.equal(undefined)
  })
})
