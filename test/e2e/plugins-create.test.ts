import {lstatSync, readFileSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {expect} from 'chai'
import {sampleAnswer} from '../../src/conformance/index.js'
import {startProcess} from '../fakes/run-process.js'
import {pack} from '../install/registry.js'
import {useScene} from './scene.js'

describe('a plugin that ccs plugins create wrote', function () {
  this.timeout(120_000)
  const scene = useScene()
  const done = async (command: string, args: readonly string[], cwd: string, more: object = {}) => {
    const {code, stdout, stderr} = await startProcess(command, args, {env: {...scene().env, ...more}, cwd}).ended
    expect(code, `${command} ${args.join(' ')}\n${stdout}${stderr}`).to.equal(0)
    return stdout
  }
  const ccs = async (...args: string[]) => {
    const {code, stdout, stderr} = await scene().run(args)
    expect(code, `ccs ${args.join(' ')}\n${stdout}${stderr}`).to.equal(0)
    return stdout
  }
  /** Created, installed without a network, tested by its own test. */
  const create = async (kind: 'provider' | 'runtime') => {
    const folder = join(scene().home.project, kind)
    expect(await ccs('plugins', 'create', 'acme', '--kind', kind, '--dir', folder)).to.include(`The ${kind} "acme"`)
    await done('npm', ['install', '--offline', '--no-audit', '--no-fund'], folder)
    return {folder, tests: await done('npm', ['test'], folder)}
  }

  it('is a runtime that passes, links and starts', async () => {
    const {folder, tests} = await create('runtime')
    expect(tests).to.match(/pass \d\d\n. fail 0/)
    await ccs('plugins', 'link', folder)
    expect(lstatSync(join(folder, 'node_modules', 'ccs')).isSymbolicLink()).to.equal(true)
    expect(await ccs('plugins')).to.match(/Runtimes\n +acme +acme +0\.1\.0 +linked\n/)
    const binary = scene().home.write('bin/acme.js', '')
    writeFileSync(
      binary,
      '#!/usr/bin/env node\nconsole.log(process.argv.slice(2), process.env.OPENAI_MODEL, !!process.env.OPENAI_API_KEY)',
      {mode: 0o755},
    )
    await done('chmod', ['755', binary], folder)
    const {code, stdout, stderr} = await scene().run(['codex', '--target', 'acme', 'hello there'], {
      env: {ACME_PATH: binary},
    })
    expect([code, stdout], stderr).to.deep.equal([0, "[ 'hello there' ] gpt-5.4 true\n"])
  })

  it('is a provider that passes, installs from its tarball and answers', async () => {
    const {folder, tests} = await create('provider')
    expect(tests).to.match(/pass \d\d\n. fail 0/)
    await ccs('plugins', 'install', pack(folder))
    expect(await ccs('plugins')).to.match(/Providers\n +acme +acme +0\.1\.0 +user\n/)
    const keys: unknown[] = []
    const server = createServer((request, response) => {
      keys.push(request.headers.authorization)
      const {contentType, body} = sampleAnswer('openai-chat')
      request.resume().on('end', () => response.setHeader('content-type', contentType).end(body))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const env = {ACME_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`}
    const signedIn = await scene().run(['acme', '--auth', '--headless'], {input: 'the-key\n', env})
    expect(signedIn.code, signedIn.stderr).to.equal(0)
    const asker = scene().home.write(
      'bin/ask.mjs',
      `const reply = await fetch(process.env.ANTHROPIC_BASE_URL + '/v1/messages', {
        method: 'POST',
        headers: {authorization: 'Bearer ' + process.env.ANTHROPIC_AUTH_TOKEN, 'content-type': 'application/json'},
        body: JSON.stringify({model: process.env.ANTHROPIC_MODEL, max_tokens: 9, messages: [{role: 'user', content: 'hi'}]}),
      })
      console.log(reply.status, (await reply.json()).content)`,
    )
    writeFileSync(asker, `#!${process.execPath}\n${readFileSync(asker, 'utf8')}`)
    await done('chmod', ['755', asker], folder)
    const answer = await scene().run(['acme', 'hi'], {env: {...env, CCS_CLAUDE_PATH: asker}})
    server.close()
    expect(answer.stdout, answer.stderr).to.equal("200 [ { type: 'text', text: 'Hello from here.' } ]\n")
    expect(keys).to.deep.equal(['Bearer the-key'])
  })
})
