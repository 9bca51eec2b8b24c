import {once} from 'node:events'
import {chmodSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {type SignInWish, signIn} from '../../../src/accounts/sign-in/sign-in-terminal.js'
import {until} from '../../fakes/run-process.js'
import {JOHN, SARAH} from '../../openai/index.js'
import {approve, faultOf, isListening, useSignIn} from './scene.js'
import {talk} from './talk.js'

const BROWSER = fileURLToPath(new URL('../../fakes/browser.mjs', import.meta.url))
const URL_LINE = /^ {2}(http\S+\/oauth\/authorize\S+)$/m

describe('sign-in at a terminal', () => {
  const open = useSignIn()

  it('opens the browser, shows the address all the same, and is done when it comes back', async () => {
    const scene = await open()
    const log = join(scene.home.path, 'browser.log')
    const person = talk({...scene.home.env, BROWSER, BROWSER_LOG: log})
    const {account} = await signIn(scene, {io: person.io})
    expect(account.nickname).to.equal('john')
    const [, url] = URL_LINE.exec(person.said()) ?? []
    expect(person.said().replace(url ?? '', 'URL')).to.equal(
      [
        'Sign in to OpenAI Codex. This page opens in your browser:',
        '',
        '  URL',
        '',
        'If the browser cannot come back here, paste the address that it ends on.',
        '\u001b[1G\u001b[0JPaste the address, or the code in it: \u001b[39G',
        'Signed in as john (john@example.com, plus).',
        '',
      ].join('\n'),
    )
    expect(person.printed()).to.equal('')
    const page = await until(() => read(log) || undefined)
    expect(page).to.contain('ccs may use OpenAI Codex as john@example.com.')
  })

  it('takes the answer in the same place, and asks again after a wrong one', async () => {
    const scene = await open()
    const person = talk({...scene.home.env, BROWSER: 'none'})
    const signedIn = signIn(scene, {io: person.io})
    const [, url] = await person.until(URL_LINE)
    await person.until(/Paste the address/)
    person.type('http://localhost:1455/auth/callback?code=x&state=y')
    await person.until(/its state does not fit this one/)
    person.type('')
    person.type(await approve(url))
    expect((await signedIn).account.email).to.equal('john@example.com')
  })

  it('uses the opener of the desktop where no BROWSER is named', async () => {
    const scene = await open()
    const person = talk({...scene.home.env, PATH: folderWithOpener(scene.home.path)})
    expect((await signIn(scene, {io: person.io})).account.nickname).to.equal('john')
    expect(person.said()).to.contain('This page opens in your browser')
  })

  it('shows the way in where there is no browser: tunnel line, surroundings, prompt', async () => {
    const scene = await open()
    const env = {
      ...scene.home.env,
      PATH: '',
      USER: 'ann',
      SSH_CONNECTION: '10.0.0.9 50000 10.0.0.5 2222',
      container: 'podman',
    }
    const person = talk({...env, WSL_DISTRO_NAME: 'Ubuntu'})
    const signedIn = signIn(scene, {method: 'paste', io: person.io})
    const [, url = ''] = await person.until(URL_LINE)
    await person.until(/Paste the address/)
    const port = /localhost%3A(\d+)/.exec(url)?.[1]
    for (const line of [
      'Sign in to OpenAI Codex. Open this page in a browser, on any machine:',
      'This is an SSH session: a browser on your own machine reaches this one through a tunnel only.',
      'This is WSL: the browser of Windows may not reach it; then paste the address that it ends on.',
      'This is a container: a browser outside does not reach it; paste the address that it ends on.',
      `  ssh -L ${port}:localhost:${port} ann@10.0.0.5 -p 2222`,
    ])
      expect(person.said().split('\n')).to.include(line)
    await fetch(await approve(url))
    expect((await signedIn).renewed).to.equal(false)
  })

  it('reads one line from a pipe under --headless', async () => {
    const scene = await open()
    const pipe = talk({...scene.home.env}, false)
    const signedIn = signIn(scene, {method: 'paste', io: pipe.io})
    const [, url] = await pipe.until(URL_LINE)
    pipe.type(await approve(url))
    expect((await signedIn).account.nickname).to.equal('john')
  })

  it('passes over empty lines from a pipe', async () => {
    const scene = await open()
    const pipe = talk({...scene.home.env}, false)
    const signedIn = signIn(scene, {method: 'paste', io: pipe.io})
    const [, url] = await pipe.until(URL_LINE)
    for (const line of ['', ' ', await approve(url)]) pipe.type(line)
    expect((await signedIn).account.nickname).to.equal('john')
  })

  it('ends with a wrong line from a pipe, and closes the port', async () => {
    const scene = await open()
    const pipe = talk({...scene.home.env}, false)
    const signedIn = signIn(scene, {method: 'paste', io: pipe.io})
    const [, url = ''] = await pipe.until(URL_LINE)
    pipe.type('not a code')
    expect(await faultOf(signedIn)).to.deep.equal(['code_missing', 3])
    expect(await isListening(Number(/localhost%3A(\d+)/.exec(url)?.[1]))).to.equal(false)
  })

  it('opens a page without a terminal when it is asked to, and asks for no answer that nobody can give', async () => {
    const scene = await open()
    const pipe = talk({...scene.home.env, PATH: folderWithOpener(scene.home.path)}, false)
    expect((await signIn(scene, {method: 'browser', io: pipe.io})).account.nickname).to.equal('john')
    expect(pipe.said().replace(URL_LINE, '  URL')).to.equal(
      [
        'Sign in to OpenAI Codex. This page opens in your browser:',
        '',
        '  URL',
        '',
        'Signed in as john (john@example.com, plus).',
        '',
      ].join('\n'),
    )
  })

  it('reads one line from a pipe where nothing opens a page', async () => {
    const scene = await open()
    const pipe = talk({...scene.home.env, PATH: ''}, false)
    const signedIn = signIn(scene, {method: 'browser', io: pipe.io})
    const [, url] = await pipe.until(URL_LINE)
    expect(pipe.said()).to.contain('Open this page in a browser, on any machine:')
    pipe.type(await approve(url))
    expect((await signedIn).account.nickname).to.equal('john')
  })

  it('ends at once where neither a port nor a person could bring an answer', async () => {
    const held = createServer().listen(0, '127.0.0.1')
    await once(held, 'listening')
    const {port} = held.address() as AddressInfo
    const scene = await open({ports: [port, port], clock: {now: Date.now, wait}})
    const pipes = [talk({...scene.home.env, BROWSER}, false), talk({...scene.home.env, PATH: ''}, false)]
    pipes[1]?.io.stdin.push(null)
    const said = `Port ${port} is taken by another program, which did not give it up.`
    for (const {io} of pipes)
      expect(await signIn(scene, {method: 'browser', io}).catch((error) => [error.exit, error.toJSON()])).to.deep.equal(
        [
          3,
          {
            error: {
              code: 'no_way_back',
              message:
                'A sign-in to OpenAI Codex has no way back: the browser finds no port, and no answer can be pasted.',
              hint: `${said} ${said} Free one of them, or answer from a terminal or through stdin.`,
              command: 'ccs codex --headless',
            },
          },
        ],
      )
    expect(pipes[0]?.said()).to.equal('')
    const answering = talk({...scene.home.env, PATH: ''}, false)
    const signedIn = signIn(scene, {method: 'browser', io: answering.io})
    const [, url] = await answering.until(URL_LINE)
    answering.type(await approve(url))
    expect((await signedIn).account.nickname).to.equal('john')
    held.close()
  })

  it('asks nobody where nobody is: exit 3 and the next command', async () => {
    const scene = await open()
    const pipe = talk({...scene.home.env}, false)
    const fault = await signIn(scene, {io: pipe.io}).catch((error) => error.toJSON())
    expect(fault).to.deep.equal({
      error: {
        code: 'sign_in_needed',
        message: 'OpenAI Codex needs a sign-in, and there is no terminal here to ask anybody.',
        hint: 'Sign in once from a terminal, or let the address be shown and the answer be read from stdin.',
        command: 'ccs codex --headless',
      },
    })
    expect(pipe.said()).to.equal('')
  })

  it('tells the risk before a second account', async () => {
    const scene = await open()
    const RISK = /^Several accounts: .*\nAdd only accounts that are your own\..*\n/
    const run = async (wish: Omit<SignInWish, 'io'>) => {
      const {io, said} = talk({...scene.home.env, BROWSER})
      const {account} = await signIn(scene, {...wish, io})
      return {account, isTold: RISK.test(said())}
    }
    const {account: john, isTold} = await run({add: true})
    expect([isTold, (await run({account: john})).isTold]).to.deep.equal([false, false])
    scene.openai.issuer.visitor = SARAH
    const second = await run({add: true})
    expect([second.isTold, second.account.nickname, second.account.isDefault]).to.deep.equal([true, 'sarah', false])
    // Without --add it is the second account all the same.
    expect((await run({method: 'browser'})).isTold).to.equal(true)
  })

  it('shows page and code of a device sign-in', async () => {
    const scene = await open()
    const person = talk({...scene.home.env}, false)
    const {account} = await signIn(scene, {method: 'device', io: person.io})
    expect(account.email).to.equal(JOHN.email)
    expect(person.said()).to.match(
      /^Sign in to OpenAI Codex on any device\. .*\n\n {2}http:\S+\/codex\/device\n {2}ABCD-10000\n\nThe code is good until .*\nSigned in as john/,
    )
  })
})

/** A port is tried again at once; nothing else is waited for. */
function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    if (milliseconds < 1000) setImmediate(resolve)
  })
}

function folderWithOpener(home: string): string {
  const folder = join(home, 'bin')
  mkdirSync(folder)
  const opener = join(folder, 'xdg-open')
  writeFileSync(opener, `#!/bin/sh\nexec "${process.execPath}" "${BROWSER}" "$@"\n`)
  chmodSync(opener, 0o755)
  return folder
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
