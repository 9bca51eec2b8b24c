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

describe('provider-codex: conformance', () => {
  const upstream = async (): Promise<Upstream> => {
    const openai = await startOpenAi()
    return {
      env: openai.env,
      tokens: tokensOf(openai),
      answer: (next) => openai.script(ANSWERS[next.type](next as never)),
      close: () => openai.close(),
    }
  }
  for (const {name, run} of providerChecks(provider, {id: 'codex', upstream})) it(name, run)
})

function tokensOf(openai: OpenAi) {
  const {access_token, refresh_token, id_token} = openai.issue(JOHN)
  return {accessToken: access_token, refreshToken: refresh_token, idToken: id_token}
}
