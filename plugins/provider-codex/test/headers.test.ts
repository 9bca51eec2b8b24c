import {arch, platform, release} from 'node:os'
import {expect} from 'chai'
import type {Account} from '../../../src/contract/index.js'
import {accountHeaders, clientVersion, ownSession, relayHeaders, socketHeaders, turnHeaders} from '../src/headers.js'

const ACCOUNT: Account = {
  id: 'a1',
  nickname: 'john',
  identity: {accountId: 'acct-john', userId: 'user-john', email: 'john@example.com'},
  accessToken: 'at-1',
  fingerprint: 'f1',
}
const ARCH = arch() === 'x64' ? 'x86_64' : arch()
const SYSTEM = platform() === 'linux' ? `Linux ${release()}; ${ARCH}` : undefined
const OWN = {
  authorization: 'Bearer at-1',
  'chatgpt-account-id': 'acct-john',
  originator: 'codex_cli_rs',
  version: '0.171.0',
}

describe('provider-codex: the headers', () => {
  it('say whose a request is and which client speaks', () => {
    const {'user-agent': agent, ...rest} = accountHeaders(ACCOUNT, {})
    expect(rest).to.deep.equal(OWN)
    expect(agent).to.match(/^codex_cli_rs\/0\.171\.0 \([^;()]+; \w+\) ccs$/)
    if (SYSTEM !== undefined) expect(agent).to.equal(`codex_cli_rs/0.171.0 (${SYSTEM}) ccs`)
  })

  it('name the version that the environment names, in both places', () => {
    const env = {CCS_CODEX_CLIENT_VERSION: '0.200.1'}
    const {version, 'user-agent': agent} = accountHeaders(ACCOUNT, env)
    expect([
      version,
      agent?.split(' ')[0],
      clientVersion(env),
      clientVersion({CCS_CODEX_CLIENT_VERSION: ''}),
    ]).to.deep.equal(['0.200.1', 'codex_cli_rs/0.200.1', '0.200.1', '0.171.0'])
  })

  it('of a turn name its session, over HTTP and in an upgrade', () => {
    const {'user-agent': agent, ...rest} = turnHeaders(ACCOUNT, {}, 's1')
    expect(rest).to.deep.equal({
      ...OWN,
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'session-id': 's1',
    })
    expect(socketHeaders(turnHeaders(ACCOUNT, {}, 's1'))).to.deep.equal({
      ...OWN,
      'user-agent': agent,
      'session-id': 's1',
      'openai-beta': 'responses_websockets=2026-02-06',
    })
  })

  it('of a turn name its session by a name made of it where no header carries its own', () => {
    const named = (session: string) => turnHeaders(ACCOUNT, {}, session)['session-id']
    expect(['k e y ~', 'проект', 'a\r\nx-evil: 1', 'é'].map(named)).to.deep.equal([
      'k e y ~',
      'dfb992e6-d06a-26ff-3e77-9b7df2b8375c',
      '6ea230ff-0817-0118-e4cd-e2c39442912b',
      '4a99557e-4033-c353-9de2-eb65472017ca',
    ])
  })

  it("of a client's own session name it where a header carries that", () => {
    const asked: readonly Record<string, string>[] = [
      {'session-id': 'own'},
      {'session-id': 'проект'},
      {'session-id': ''},
      {},
    ]
    expect(asked.map(ownSession)).to.deep.equal(['own', undefined, undefined, undefined])
  })

  it("of a Codex client go on where they mean something, and never with the client's own login", () => {
    const meant = {
      'x-codex-turn-state': 'a',
      'x-codex-window-id': 'b',
      'x-codex-beta-features': 'c',
      'x-codex-parent-thread-id': 'd',
      'thread-id': 'e',
      'x-client-request-id': 'f',
      'x-openai-subagent': 'g',
      'x-openai-internal-codex-responses-lite': 'true',
      'x-oai-attestation': 'h',
      'x-responsesapi-include-timing-metrics': 'true',
      originator: 'codex_exec',
      'user-agent': 'codex_exec/0.171.0',
      version: '0.171.0',
    }
    const meantForNobody = {
      authorization: 'Bearer own',
      'x-api-key': 'own',
      'chatgpt-account-id': 'own',
      cookie: 'own',
      host: '127.0.0.1',
      connection: 'keep-alive',
      'content-length': '1',
      'content-encoding': 'zstd',
      'transfer-encoding': 'chunked',
      'session-id': 'own',
      'x-codex-installation-id': 'own',
      'x-openai-subagent-key': 'own',
      'x-thread-id': 'own',
      'x-forwarded-for': '10.0.0.1',
    }
    const ours = turnHeaders(ACCOUNT, {}, 's1')
    expect(relayHeaders({...meant, ...meantForNobody}, ours)).to.deep.equal({...ours, ...meant})
  })

  it('of another client never name it', () => {
    const ours = turnHeaders(ACCOUNT, {}, 's1')
    const named = {originator: 'droid', 'user-agent': 'droid/1', version: '1', 'x-client-request-id': 'f'}
    expect(relayHeaders(named, ours)).to.deep.equal({...ours, 'x-client-request-id': 'f'})
  })
})
