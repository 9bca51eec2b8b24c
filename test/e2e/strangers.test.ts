import {readFileSync, renameSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {basename, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {sampleAnswer} from '../../src/conformance/index.js'
import {OPENCODE} from '../clients/client.js'
import {useClient} from '../clients/use-client.js'
import {pack} from '../install/registry.js'
import {say, turn} from '../openai/index.js'
import {useScene} from './scene.js'

const PLUGINS = fileURLToPath(new URL('../../plugins/', import.meta.url))

describe('plugins that are installed the way of strangers', function () {
  this.timeout(120_000)
  const opencode = useClient(OPENCODE)
  const scene = useScene(() => ({env: {CCS_OPENCODE_PATH: opencode(), OPENCODE_DISABLE_MODELS_FETCH: '1'}}))
  const done = async (args: readonly string[], options: Parameters<ReturnType<typeof scene>['run']>[1] = {}) => {
    const {code, stdout, stderr} = await scene().run(args, options)
    expect(code, `ccs ${args.join(' ')}\n${stdout}${stderr}`).to.equal(0)
    return stdout
  }
  const installPacked = async (plugin: string) => {
    const tarball = pack(join(PLUGINS, plugin))
    const file = scene().home.write(basename(tarball), '')
    renameSync(tarball, file)
    const {code, stderr} = await scene().run(['plugins', 'install', file])
    expect([code, stderr.includes('Warning')], stderr).to.deep.equal([0, false])
  }

  it('start the real OpenCode on the pool, and leave its files alone', async () => {
    const {openai, home} = scene()
    const config = home.write('.config/opencode/opencode.json', {
      $schema: 'https://opencode.ai/config.json',
      model: 'anthropic/claude-x',
    })
    const before = readFileSync(config, 'utf8')
    await installPacked('runtime-opencode')
    expect(await done(['plugins'])).to.match(/opencode +@ccs\/runtime-opencode +0\.1\.0 +user/)
    openai.when(({body}) => JSON.stringify(body).includes('say the word'), turn(say('Rhubarb it is.')))
    expect(await done(['codex', '--target', 'opencode', 'say the word'])).to.include('Rhubarb it is.')
    const asked = openai.turns().map(({body}) => (body as {readonly model: string}).model)
    expect(new Set(asked)).to.deep.equal(new Set(['gpt-5.4', 'gpt-5.4-mini']))
    expect(readFileSync(config, 'utf8')).to.equal(before)
    await done(['plugins', 'uninstall', '@ccs/runtime-opencode'])
    const {code, stderr} = await scene().run(['codex', '--target', 'opencode', 'hi'])
    expect([code, stderr.split('\n')[0]]).to.deep.equal([2, 'Error: There is no runtime "opencode".'])
  })

  describe('with a service of their own', () => {
    let server: Server
    const keys: unknown[] = []
    before(async () => {
      server = createServer((request, response) => {
        keys.push(request.headers.authorization)
        request.resume().on('end', () => {
          response.setHeader('content-type', 'text/event-stream').end(sampleAnswer('openai-chat').body)
        })
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    })
    after(() => server.close())

    it('sign in with a key from a pipe and answer', async () => {
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      await installPacked('runtime-opencode')
      await done(['plugins', 'install', join(PLUGINS, 'provider-openai-compatible')])
      await done(['openai-compatible', '--auth', '--headless'], {
        input: 'sk-service-key\n',
        env: {
          CCS_OPENAI_COMPATIBLE_PRESET: 'other',
          CCS_OPENAI_COMPATIBLE_BASE_URL: baseUrl,
          CCS_OPENAI_COMPATIBLE_MODEL: 'house-model',
        },
      })
      const accounts = await done(['openai-compatible', '--accounts'])
      expect(accounts).to.include(new URL(baseUrl).host).and.not.to.include('sk-service-key')
      expect(await done(['openai-compatible', '--target', 'opencode', 'hello'])).to.include('Hello from here.')
      expect(new Set(keys)).to.deep.equal(new Set(['Bearer sk-service-key']))
    })
  })
})
