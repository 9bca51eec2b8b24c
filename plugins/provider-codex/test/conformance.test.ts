import {providerChecks, type Upstream, type UpstreamAnswer} from '../../../src/conformance/index.js'
import {failure, gate, hold, JOHN, type OpenAi, type Reply, say, startOpenAi, turn} from '../../../test/openai/index.js'
import {cut} from '../../../test/openai/parts.js'
import provider from '../src/provider.js'

const ANSWERS: {readonly [Type in UpstreamAnswer['type']]: (answer: Extract<UpstreamAnswer, {type: Type}>) => Reply} = {
  whole: () => turn(say('Hello from the stand-in.')),
  bytes: ({status, contentType, body}) => failure(status, body, {'content-type': contentType}),
  cut: ({after}) => (after === 'words' ? turn(say('Hello'), cut()) : () => ({status: 200, steps: [{cut: true}]})),
  silence: ({after}) => (after === 'words' ? turn(say('Hello'), hold(gate())) : () => new Promise(() => undefined)),
}

/** What a WebSocket has part in. */
const SPOKEN = /turn|status|page|answer|body/

describe('provider-codex: conformance', () => {
  const over = (use: string) => async (): Promise<Upstream> => {
    const openai = await startOpenAi()
    return {
      env: {...openai.env, CCS_CODEX_WEBSOCKET: use},
      tokens: tokensOf(openai),
      answer(next) {
        const reply = ANSWERS[next.type](next as never)
        openai.script(reply)
        if (use === 'off') return
        // Frames carry no page: it answers the upgrade, then the request in its place.
        if (next.type === 'bytes' && next.contentType.startsWith('text/html'))
          openai.backend.upgradeRefusal = {status: next.status, body: {}}
        if (next.type === 'cut' && next.after === 'nothing') openai.script(reply)
      },
      close: () => openai.close(),
    }
  }
  for (const {name, run} of providerChecks(provider, {id: 'codex', upstream: over('off')})) it(name, run)

  describe('over a WebSocket', () => {
    const checks = providerChecks(provider, {id: 'codex', upstream: over('all')})
    for (const {name, run} of checks.filter(({name: what}) => SPOKEN.test(what))) it(name, run)
  })
})

function tokensOf(openai: OpenAi) {
  const {access_token, refresh_token, id_token} = openai.issue(JOHN)
  return {accessToken: access_token, refreshToken: refresh_token, idToken: id_token}
}
