import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {call, say, turn} from '../../openai/index.js'
import type {Terminal} from '../terminal.js'
import {useNative} from './native.js'
import {useScreen} from './use-screen.js'

describe('the screen of the real Codex', function () {
  this.timeout(60_000)
  const open = useScreen(() => native())
  const native = useNative()
  const leave = async (screen: Terminal) => {
    // In the middle of an answer it would only end that.
    await screen.shows(/^(?![\s\S]*to interrupt)/)
    return insist(screen, 'C-c', '[left with 0]')
  }
  /** Codex draws before it listens: a key that came too early is lost, and pressed again. */
  const insist = async (screen: Terminal, key: string, what: string | RegExp): Promise<string> => {
    await screen.press(key)
    return screen.shows(what, 3000).catch(() => insist(screen, key, what))
  }

  it('answers, asks before it acts, lists the models, and warns of nothing of ours', async () => {
    const ask = {cmd: 'echo one > note.txt', sandbox_permissions: 'require_escalated', justification: 'A note?'}
    native().openai.script(turn(say('Let me write.'), call('exec_command', ask)), turn(say('Noted.')))
    const screen = await open(`ccsx codex 'say "hi" at 100% for $HOME'`)
    await screen.shows('Trust this folder?')
    await insist(screen, 'Enter', /^(?![\s\S]*Trust this folder)/)
    expect(await screen.shows('Yes, proceed'))
      .to.include('say "hi" at 100% for $HOME')
      .and.include('Reason: A note?')
    await insist(screen, 'Enter', /^(?![\s\S]*Yes, proceed)/)
    expect(await screen.shows('Noted.')).to.match(/GPT-5\.4 default · ~\/project/)
    expect(readFileSync(join(native().home.project, 'note.txt'), 'utf8')).to.equal('one\n')
    expect(await insist(screen, 'F2', 'Warnings · 1 of 2')).to.include('find bubblewrap')
    expect(await insist(screen, 'Right', 'Warnings · 2 of 2')).to.include('command-line configuration overrides')
    await screen.press('Escape')
    await screen.shows('Ask Codex to do anything')
    await screen.type('/model')
    await screen.shows('choose what model')
    expect(await insist(screen, 'Enter', 'Select Model')).to.match(
      /1\. GPT-5\.5 .*\n.*2\. GPT-5\.4 \(current\) .*\n.*3\. GPT-5\.4 Mini /,
    )
    await screen.press('Escape')
    await screen.shows('Ask Codex to do anything')
    await leave(screen)
    const written = readFileSync(join(native().home.path, '.codex/config.toml'), 'utf8')
    expect(written).not.to.match(/model|cliproxy|127\.0/)
  })

  it("asks for no sign-in that the user's own entry would want", async () => {
    const entry = '[model_providers.cliproxy]\nname = "Mine"\nrequires_openai_auth = true\n'
    const trust = `[projects."${native().home.project}"]\ntrust_level = "trusted"\n`
    native().home.write('.codex/config.toml', `${entry}${trust}`)
    const screen = await open('ccsx hello')
    await screen.shows('You said: hello')
    await leave(screen)
  })

  it('goes on with a session of ccsxp', async () => {
    native().home.write('.codex/config.toml', `[projects."${native().home.project}"]\ntrust_level = "trusted"\n`)
    await native().ask('ccsxp', ['exec', 'made before'])
    const screen = await open('ccsxp resume --last --include-non-interactive')
    await screen.shows('You said: made before')
    await screen.type('and now here')
    await screen.shows('› and now here')
    await screen.press('Enter')
    await screen.shows('You said: and now here')
    await leave(screen)
    expect(existsSync(join(native().home.path, '.codex/sessions'))).to.equal(true)
  })
})
