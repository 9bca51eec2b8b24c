import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {until} from '../../fakes/run-process.js'
import {call, gate, hold, say, turn} from '../../openai/index.js'
import {type Json, object} from '../../openai/json.js'
import {atTerminal} from './at-terminal.js'
import {conversation} from './conversation.js'
import {eachClaude} from './each-claude.js'

const ASKING = '--permission-mode default'

eachClaude('at a terminal', (claude, isNewest) => {
  it('a session is answered, gets a name from the small model, and is told of when it is over', () =>
    atTerminal(claude(), `--verbose ${ASKING}`, async (screen) => {
      await screen.ask('hello there')
      await screen.shows('● You said: hello there')
      // The newest leaves titles to the model of the turn, and asks for a name where it is asked for one.
      if (isNewest) await screen.ask('/rename')
      const side = await claude().openai.seen(({body}) => /^(title|name)$/.test(schemaKeys(object(body))))
      const {model, reasoning} = side.body as Json
      expect({model, reasoning}).to.deep.equal({model: 'gpt-5.4-mini', reasoning: {effort: 'medium'}})
      if (isNewest) await screen.shows('Session renamed to: stand-in')
      expect(await screen.screen()).not.to.contain('[ccs]')
      await screen.press('C-c')
      await screen.shows('Press Ctrl-C again to exit')
      await screen.press('C-c')
      const left = await screen.shows('[left with 0]')
      expect(left)
        .to.contain('[ccs] gpt-5.4, reasoning.effort: xhigh')
        .and.to.contain('[ccs] gpt-5.4-mini, reasoning.effort: medium')
    }))

  it('Escape ends the request upstream, and the session goes on', () =>
    atTerminal(claude(), ASKING, async (screen) => {
      const {openai} = claude()
      openai.script(turn(say('Never ending'), hold(gate()), say(' story')))
      await screen.ask('tell me more')
      await screen.shows('● Never ending')
      const told = openai.turns().at(-1)
      expect(told?.aborted).to.equal(false)
      await screen.press('Escape')
      await until(() => told?.aborted)
      await screen.shows('Interrupted')
      await screen.ask('still there?')
      await screen.shows('● You said: still there?')
      expect(conversation(openai.turns().at(-1)?.body as Json).slice(-2)).to.deep.equal([
        {user: '[Request interrupted by user]\n'},
        {user: 'still there?'},
      ])
    }))

  it('a question is asked and answered, whatever the size of the window', () =>
    atTerminal(claude(), ASKING, async (screen) => {
      claude().openai.script(
        turn(call('Bash', {command: 'mkdir made', description: 'Make a folder'})),
        turn(say('Made.')),
      )
      await screen.resize(60, 30)
      await screen.shows(/^─{60}$/m)
      await screen.ask('make a folder')
      await screen.shows('mkdir made')
      expect(existsSync(join(claude().home.project, 'made'))).to.equal(false)
      await screen.answer('Do you want to proceed?', 'Enter')
      await screen.shows('● Made.')
      expect(existsSync(join(claude().home.project, 'made'))).to.equal(true)
    }))

  if (isNewest)
    it('auto mode has each call judged, up to the word that ends the verdict', () =>
      atTerminal(claude(), '', async (screen) => {
        const {openai} = claude()
        const judges = (body: Json) => JSON.stringify(body).includes('Your ENTIRE response MUST begin with <block>')
        openai.when(({body}) => judges(body), turn(say('<block>no</block> and'), hold(gate()), say(' more')))
        const command = 'node -e "fs.mkdirSync(\'made\')"'
        openai.script(turn(call('Bash', {command, description: 'Make a folder'})), turn(say('Made.')))
        await screen.ask('make a folder')
        await screen.answer('Enter to continue', 'Enter')
        await screen.shows('● Made.')
        expect(existsSync(join(claude().home.project, 'made'))).to.equal(true)
        await until(() => openai.turns().some(({body, aborted}) => judges(body as Json) && aborted))
        const verdicts = claude().asked().filter(judges)
        expect(verdicts.map(({model, reasoning, tools, text}) => ({model, reasoning, tools, text}))).to.deep.equal([
          {model: 'gpt-5.4', reasoning: {effort: 'high'}, tools: undefined, text: undefined},
        ])
        expect(
          new Set(
            claude()
              .asked()
              .map((body) => body.prompt_cache_key),
          ).size,
        ).to.equal(1)
      }))
})

function schemaKeys(body: Json): string {
  return Object.keys(object(object(object(object(body.text).format).schema).properties)).join()
}
