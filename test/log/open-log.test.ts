import {mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {redact} from '../../src/errors/redact.js'
import {openLog} from '../../src/log/open-log.js'

const JWT = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.c2ln'

describe('the log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ccs-log-'))
  const file = join(folder, 'logs', 'proxy.log')
  after(() => rmSync(folder, {recursive: true}))

  it('keeps one redacted object a line, for its owner only', () => {
    const told: unknown[] = []
    const log = openLog(file, {clock: {now: () => 0}, listener: (line) => told.push(line)})
    log.debug('not kept')
    log.info('Refreshed.', {account: 'john', token: JWT})
    log.warn(`Bearer ${JWT} was refused`)
    const kept = readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown)
    expect(kept).to.deep.equal([
      {account: 'john', token: '[hidden]', at: '1970-01-01T00:00:00.000Z', level: 'info', message: 'Refreshed.'},
      {at: '1970-01-01T00:00:00.000Z', level: 'warn', message: 'Bearer [hidden] was refused'},
    ])
    expect(told).to.deep.equal(kept)
    expect(statSync(file).mode & 0o777).to.equal(0o600)
  })

  it('hides a secret in a text that is quoted', () => {
    const quoted = join(folder, 'quoted.log')
    openLog(quoted, {clock: {now: () => 0}}).warn('Refused.', {body: '{"refresh_token":"abcdefghijk","id":1}'})
    const {body} = JSON.parse(readFileSync(quoted, 'utf8')) as {body: string}
    expect(body).to.equal('{"refresh_token":"[hidden]","id":1}')
  })

  it('makes room when the file has grown', () => {
    const log = openLog(file, {clock: {now: () => 0}})
    for (let round = 0; round < 7; round += 1) log.info('x'.repeat(1024 * 1024))
    expect([statSync(file).size < 3 * 1024 * 1024, statSync(`${file}.1`).size > 5 * 1024 * 1024]).to.deep.equal([
      true,
      true,
    ])
  })
})

describe('redact', () => {
  it('hides secrets and leaves the rest', () => {
    expect(
      [
        `{"access_token":"${JWT}"}`,
        'https://x.test/cb?code=abcdef123456&state=s1',
        'Authorization: Bearer abcdefghijklmnop',
        'key ccs-AbCdEfGhIjKlMnOpQrStUvWx',
        'The session session-123 of john@example.com ended.',
      ].map(redact),
    ).to.deep.equal([
      '{"access_token":"[hidden]"}',
      'https://x.test/cb?code=[hidden]&state=s1',
      'Authorization: [hidden]',
      'key [hidden]',
      'The session session-123 of john@example.com ended.',
    ])
  })
})
