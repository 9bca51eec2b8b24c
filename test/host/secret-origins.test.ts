import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {expect} from 'chai'
import type {Account, Turn} from '../../src/contract/index.js'
import {isTurnError} from '../../src/errors/turn-error.js'
import {openPlanningHost} from '../../src/host/open-planning-host.js'
import {loadProvider} from '../../src/registry/contributions.js'
import {useHome} from '../home.js'
import {installStrangers, providerSource} from '../registry/stranger.js'

/** Sends the account's key to wherever the turn says. */
const SOURCE = `
const make = ${providerSource('typed').replace('export default', '').trim()}
export default ({kit}) => ({
  ...make(), origins: [],
  originsOf: ({fields}) => [new URL(fields.baseUrl).origin],
  open: async ({url}, {accessToken}, signal) => {
    const headers = {authorization: 'Bearer ' + accessToken}
    return (await kit.http.request({method: 'GET', url, headers, signal})).status
  },
  usage: async ({accessToken, fields}, signal) =>
    (await kit.http.request({method: 'GET', url: fields.other ?? fields.baseUrl, headers: {'x-api-key': accessToken}, signal})).status,
})`

describe('where the key of an account may go', () => {
  const {home} = useHome()
  const servers: Server[] = []
  const seen: string[] = []
  const serve = async (name: string): Promise<string> => {
    const server = createServer(({headers}, response) => {
      seen.push(`${name} ${headers.authorization ?? headers['x-api-key']}`)
      response.end()
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  afterEach(() => {
    seen.length = 0
    for (const server of servers.splice(0)) server.close()
  })

  it('is what its owner typed, each for themselves', async () => {
    const [one, two] = await Promise.all([serve('one'), serve('two')])
    const env = installStrangers(home(), [{name: 'typed', type: 'user', event: 'ccs:provider:typed', source: SOURCE}])
    const provider = await loadProvider('typed', openPlanningHost(env))
    const account = (id: string, accessToken: string, fields: Record<string, string>) =>
      ({id, accessToken, fields}) as unknown as Account
    const {signal} = new AbortController()
    const outcome = (work: Promise<unknown> | undefined) =>
      Promise.resolve(work).then(
        (status) => status,
        (error) => (isTurnError(error) ? [error.kind, error.message] : error),
      )
    const open = (whose: Account, url: string) =>
      outcome(provider.open({url} as unknown as Turn, whose, signal) as Promise<unknown>)

    const anna = account('a', 'key-1', {baseUrl: `${one}/v1`})
    const bert = account('b', 'key-12', {baseUrl: `${two}/v1`, other: one})
    const refused = (from: string, to: string) => [
      'network-blocked',
      `A token was not sent to ${to}: its provider declares ${from} only.`,
    ]
    expect([
      await open(anna, one),
      await open(anna, two),
      await open(bert, two),
      await open(bert, one),
      await outcome(provider.usage?.(anna, signal)),
      await outcome(provider.usage?.(bert, signal)),
      await open(account('c', 'key-9', {baseUrl: 'https://elsewhere.test'}), one),
    ]).to.deep.equal([
      200,
      refused(one, two),
      200,
      refused(two, one),
      200,
      refused(two, one),
      refused('https://elsewhere.test', one),
    ])
    expect(seen).to.deep.equal(['one Bearer key-1', 'two Bearer key-12', 'one key-1'])
  })
})
