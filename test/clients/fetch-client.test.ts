import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import type {Client} from './client.js'
import {fetchClient} from './fetch-client.js'

describe('fetching a client', function () {
  this.timeout(60_000)
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ccs-clients-'))
    process.env.CLIENT_CACHE = join(folder, 'cache')
  })
  afterEach(() => {
    delete process.env.CLIENT_CACHE
    rmSync(folder, {recursive: true, force: true})
  })

  it('installs it once, also when two ask together', async () => {
    const said: string[] = []
    const client = packClient(folder)
    const files = await Promise.all([1, 2].map(() => fetchClient(client, (line) => said.push(line))))
    expect(files[0])
      .to.equal(files[1])
      .and.to.match(/node_modules\/.bin\/probe$/)
    expect(said).to.have.length(1)
  })

  it('says in a sentence what could not be had', async () => {
    const client: Client = {name: 'claude', spec: `file:${folder}/nothing`, files: ['x']}
    const error = await fetchClient(client).then(
      () => undefined,
      (reason: Error) => reason,
    )
    expect(error?.message).to.match(/^npm could not install file:.*Is the npm registry reachable\?$/)
  })
})

function packClient(folder: string): Client {
  const source = join(folder, 'probe')
  mkdirSync(source)
  writeFileSync(join(source, 'probe.js'), '#!/usr/bin/env node\n')
  writeFileSync(join(source, 'package.json'), '{"name":"probe","version":"1.0.0","bin":"probe.js"}')
  return {name: 'claude', spec: `file:${source}`, files: ['node_modules/.bin/probe']}
}
