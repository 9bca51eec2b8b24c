import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {expect} from 'chai'
import {gate, hold, say, turn} from '../../openai/index.js'
import {useNative} from './native.js'
import {type PlainCodex, startPlainCodex} from './plain-codex.js'
import {descendantsOf} from './processes.js'
import {warningsOf} from './warnings.js'

const INSTRUCTIONS = 'Start ccsxp instead of codex: it sets this variable and starts the proxy.'
const FILE = '.codex/config.toml'

describe('ccsxp', () => {
  const native = useNative()
  let plain: PlainCodex | undefined
  afterEach(() => plain?.close())
  const file = () => join(native().home.path, FILE)
  const works = async (prompt = 'hello') => {
    const {code, stdout, stderr} = await native().ask('ccsxp', [prompt])
    expect({code, stdout, warnings: warningsOf(stderr)}).to.deep.equal({
      code: 0,
      stdout: `You said: ${prompt}\n`,
      warnings: [],
    })
  }
  const address = () => `http://127.0.0.1:${native().proxy()?.port}/v1`

  it('starts from nothing: the proxy, the home, the entry', async () => {
    await works('codex')
    expect(readFileSync(file(), 'utf8')).to.equal(`[model_providers.cliproxy]
name = "CLIProxy"
base_url = "${address()}"
env_key = "CLIPROXY_API_KEY"
wire_api = "responses"
env_key_instructions = "${INSTRUCTIONS}"
`)
    expect(statSync(file()).mode & 0o777).to.equal(0o600)
    const {mtimeMs} = statSync(file())
    await works()
    expect(statSync(file()).mtimeMs).to.equal(mtimeMs)
  })

  it('mends a half entry and nothing else: order, comments, line ends, mode, link', async () => {
    const text = `# mine\r
model = "gpt-5.4-mini" # small\r
\r
[model_providers.cliproxy] # the pool\r
wire_api = "chat" # no more\r
env_key = "MY_KEY"\r
# retries\r
request_max_retries = 2\r
\r
[tui]\r
theme = "dark"`
    const real = native().home.write('dotfiles/codex.toml', text)
    chmodSync(real, 0o640)
    mkdirSync(join(native().home.path, '.codex'))
    symlinkSync(real, file())
    await works()
    expect(readFileSync(real, 'utf8')).to.equal(
      text
        .replace('"chat"', '"responses"')
        .replace('= 2\r\n', `= 2\r\nname = "CLIProxy"\r\nbase_url = "${address()}"\r\n`),
    )
    expect([statSync(real).mode & 0o777, lstatSync(file()).isSymbolicLink()]).to.deep.equal([0o640, true])
    expect(native().asked()[0]?.model).to.equal('gpt-5.4-mini')
  })

  it('asks for the model of the profile that is named', async () => {
    native().home.write('.codex/work.config.toml', 'model = "gpt-5.5"\n')
    const {code, stdout} = await native().ask('ccsxp', ['-p', 'work', 'hello'])
    expect({code, stdout}).to.deep.equal({code: 0, stdout: 'You said: hello\n'})
    await works()
    expect(
      native()
        .asked()
        .map(({model}) => model),
    ).to.deep.equal(['gpt-5.5', 'gpt-5.4'])
  })

  it('puts the entry into the one inline table that holds all providers', async () => {
    const other = 'other = { name = "O", base_url = "http://127.0.0.1:9/v1", wire_api = "responses" }'
    native().home.write(FILE, `model_providers = { ${other} } # mine\n[tui]\n`)
    await works()
    const ours = [
      'name = "CLIProxy"',
      `base_url = "${address()}"`,
      'env_key = "CLIPROXY_API_KEY"',
      'wire_api = "responses"',
      `env_key_instructions = "${INSTRUCTIONS}"`,
    ].join(', ')
    expect(native().read(FILE)).to.equal(`model_providers = { ${other}, cliproxy = { ${ours} } } # mine\n[tui]\n`)
  })

  it('gives the key to the child alone, in the variable of the entry', async () => {
    const entry = '[model_providers.cliproxy]\nname = "Mine"\nbase_url = "http://127.0.0.1:9/v1"\nenv_key = "MY_KEY"\n'
    native().home.write(FILE, entry)
    native().openai.script(turn(say('Wait'), hold(gate())))
    const running = native().begin('ccsxp', ['hello'])
    await native().openai.seen(({path}) => path.endsWith('/responses'))
    const {key, pid} = native().proxy() ?? {}
    for (const {words, env} of descendantsOf(running.child.pid ?? 0).filter((child) => child.pid !== pid)) {
      expect(words.join(' ')).not.to.include(key)
      const held = Object.entries(env).filter(([, value]) => value === key)
      expect(held).to.deep.equal([['MY_KEY', key]])
    }
    running.child.kill('SIGTERM')
    await running.ended
    expect(native().read(FILE)).to.equal(entry)
  })

  it('refuses what it cannot read or may not write, and starts nothing', async () => {
    const malformed = 'model = "x"\n\n[model_providers.cliproxy\nname = "x"\n'
    native().home.write(FILE, malformed)
    const refused = await native().ask('ccsxp', ['hello'])
    expect([refused.code, refused.stderr.split('\n')[0]]).to.deep.equal([
      2,
      `Error: ${file()} is not valid TOML (line 3, column 26: illegal character in key).`,
    ])
    const latin = Buffer.from('[tui]\nnote = "ok"\n# \xe9\xe8\n', 'latin1')
    writeFileSync(file(), latin)
    expect(await native().ask('ccsxp', ['hello'])).to.deep.equal({
      code: 2,
      signal: null,
      stdout: '',
      stderr: `Error: ${file()} is not valid UTF-8 (line 3, column 3).
The file was left as it is. Mend it, or move it away.
`,
    })
    expect(readFileSync(file())).to.deep.equal(latin)
    rmSync(file())
    mkdirSync(file())
    const folder = await native().ask('ccsxp', ['hello'])
    expect([folder.code, folder.stderr]).to.deep.equal([2, `Error: ${file()} cannot be read: it is a folder.\n`])
    rmdirSync(file())
    chmodSync(native().home.write(FILE, '[tui]\n'), 0o400)
    const kept = await native().ask('ccsxp', ['hello'])
    expect(kept).to.deep.equal({
      code: 1,
      signal: null,
      stdout: '',
      stderr: `Error: ${file()} is read-only, and ccs has an entry to put in it.
The file was left as it is. Make it writable, or let your configuration manager write the entry.
`,
    })
    expect(native().read(FILE)).to.equal('[tui]\n')
    expect(native().openai.turns()).to.deep.equal([])
  })

  it('starts over a read-only entry of another port, and says what that means', async () => {
    const entry = `[model_providers.cliproxy]
name = "CLIProxy"
base_url = "http://127.0.0.1:9/v1"
env_key = "CLIPROXY_API_KEY"
env_key_instructions = "${INSTRUCTIONS}"
`
    chmodSync(native().home.write(FILE, entry), 0o400)
    const {code, stdout, stderr} = await native().ask('ccsxp', ['hello'])
    expect({code, stdout, note: stderr.split('\n')[0]}).to.deep.equal({
      code: 0,
      stdout: 'You said: hello\n',
      note: `${file()} is read-only, and ccs has an entry to put in it. This session works all the same; a codex started without ccs looks for the proxy at http://127.0.0.1:9/v1.`,
    })
    expect([native().read(FILE), statSync(file()).mode & 0o777]).to.deep.equal([entry, 0o400])
  })

  it('refuses an entry that Codex could not load with our key in it, as ccsx does', async () => {
    const entry = `[model_providers.cliproxy]
name = "Mine"
base_url = "http://127.0.0.1:9/v1"
auth = {command = "echo", args = ["token"]}
`
    native().home.write(FILE, entry)
    for (const name of ['ccsxp', 'ccsx'] as const)
      expect(await native().ask(name, ['hello']), name).to.deep.equal({
        code: 2,
        signal: null,
        stdout: '',
        stderr: `Error: Codex takes no key from ccs beside auth in [model_providers.cliproxy] of ${file()}.
The file was left as it is. Take auth out of that entry, or give the entry another name than cliproxy.
`,
      })
    expect(native().read(FILE)).to.equal(entry)
  })

  it('does not wait for the lock of somebody who has gone', async () => {
    native().home.write(FILE, '')
    const lock = `${file()}.lock`
    mkdirSync(lock)
    utimesSync(lock, 1, 1)
    await works()
    expect(existsSync(lock)).to.equal(false)
  })

  it('keeps its history in the native home, whatever the shell says', async () => {
    const other = join(native().home.path, 'other')
    mkdirSync(other)
    await native().ask('ccsxp', ['hello'], {env: {CODEX_HOME: other, CODEX_SQLITE_HOME: other}})
    expect([readdirSync(other), existsSync(join(file(), '..', 'sessions'))]).to.deep.equal([[], true])
    const mine = join(native().home.path, 'mine')
    renameSync(join(file(), '..', 'sessions'), join(file(), '..', 'old'))
    await native().ask('ccsxp', ['hello'], {env: {CODEX_HOME: other, CCSXP_CODEX_HOME: mine}})
    expect(readdirSync(mine)).to.include.members(['config.toml', 'sessions'])
    expect([readdirSync(other), existsSync(join(file(), '..', 'sessions'))]).to.deep.equal([[], false])
  })

  it('follows the proxy to another port, and so does Codex without it', async () => {
    const codex = await startPlainCodex(native())
    plain = codex
    const alone = async (prompt: string) => {
      const {stdout} = await codex.run(['-c', 'model_provider="cliproxy"', 'exec', prompt], {
        CLIPROXY_API_KEY: native().proxy()?.key ?? '',
      })
      return stdout
    }
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const {port} = taken.address() as {port: number}
    native().home.write('.ccs/cliproxy/config.yaml', `port: ${port}\n`)
    await works()
    expect(native().proxy()?.port).not.to.equal(port)
    expect(await alone('by myself')).to.equal('You said: by myself\n')
    await native().run(['cliproxy', 'stop'])
    await new Promise((resolve) => taken.close(resolve))
    await works()
    expect(native().proxy()?.port).to.equal(port)
    expect(await alone('still there')).to.equal('You said: still there\n')
  })
})
