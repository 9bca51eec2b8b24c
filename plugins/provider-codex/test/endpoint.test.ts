import {expect} from 'chai'
import {endpointOf} from '../src/endpoint.js'

const OPENAI = {
  issuer: 'https://auth.openai.com',
  backend: 'https://chatgpt.com/backend-api',
  origins: ['https://auth.openai.com', 'https://chatgpt.com'],
  webSocket: 'off',
}

describe('provider-codex: where its hosts are', () => {
  it("is OpenAI's own, unless the environment says otherwise", () => {
    for (const empty of [undefined, '', '  '])
      expect(endpointOf({CCS_CODEX_ISSUER: empty, CCS_CODEX_BASE_URL: empty})).to.deep.equal(OPENAI)
  })

  it('may be named with or without the path of inference and with slashes behind it', () => {
    const backend = (CCS_CODEX_BASE_URL: string) => endpointOf({CCS_CODEX_BASE_URL}).backend
    expect(
      [
        'https://gov.chatgpt.com/backend-api/codex',
        'https://gov.chatgpt.com/backend-api/codex/',
        'https://gov.chatgpt.com/backend-api//',
        ' https://proxy.test:8443/openai/backend-api/codex?x=1#y ',
        'https://codex.test',
        'https://codex.test/my-codex',
      ].map(backend),
    ).to.deep.equal([
      'https://gov.chatgpt.com/backend-api',
      'https://gov.chatgpt.com/backend-api',
      'https://gov.chatgpt.com/backend-api',
      'https://proxy.test:8443/openai/backend-api',
      'https://codex.test',
      'https://codex.test/my-codex',
    ])
  })

  it('names the origins that a token may go to, each once', () => {
    const both = (url: string) => endpointOf({CCS_CODEX_ISSUER: `${url}/issuer/`, CCS_CODEX_BASE_URL: `${url}/api`})
    expect(both('http://127.0.0.1:1234')).to.deep.equal({
      issuer: 'http://127.0.0.1:1234/issuer',
      backend: 'http://127.0.0.1:1234/api',
      origins: ['http://127.0.0.1:1234'],
      webSocket: 'off',
    })
    expect(endpointOf({CCS_CODEX_BASE_URL: 'https://chatgpt.test/x'}).origins).to.deep.equal([
      'https://auth.openai.com',
      'https://chatgpt.test',
    ])
  })

  it('is http on this machine only', () => {
    for (const name of ['CCS_CODEX_ISSUER', 'CCS_CODEX_BASE_URL']) {
      for (const url of ['http://localhost:1', 'http://127.0.0.1', 'http://[::1]:8080/x'])
        expect(() => endpointOf({[name]: url})).not.to.throw()
      for (const url of ['http://chatgpt.com', 'http://127.0.0.1.evil.test', 'http://10.0.0.1', 'ftp://localhost'])
        expect(() => endpointOf({[name]: url})).to.throw(`${name} must be https, or http on this machine: ${url}`)
      expect(() => endpointOf({[name]: 'chatgpt'})).to.throw(`${name} is no URL: chatgpt`)
    }
  })
})
