import {expect} from 'chai'
import {readReplay, writeReplay} from '../../src/protocols/replay.js'

const FERNET = `gAAAAA${Buffer.alloc(69).toString('base64url')}`

describe('replay', () => {
  it('reads back what it wrote', () => {
    for (const replay of [{account: 'f1', sealed: 'gAAAA.x=='}, {sealed: 'any\nthing'}]) {
      expect(readReplay(writeReplay(replay))).to.deep.equal(replay)
    }
  })

  it('takes the blobs of other proxies without an owner', () => {
    for (const mark of ['', 'codex#', 'gpt#', 'openai#']) {
      expect(readReplay(mark + FERNET)).to.deep.equal({sealed: FERNET})
    }
  })

  it('refuses signatures of other vendors', () => {
    const others = ['', 'ErUBCkYIBxgCIkD', `claude#${FERNET}`, FERNET.slice(0, -3), 'gAAAA', 'gAAAA not base64 at all']
    expect(others.map(readReplay)).to.deep.equal(others.map(() => undefined))
  })
})
