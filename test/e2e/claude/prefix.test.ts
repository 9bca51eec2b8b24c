import {expect} from 'chai'
import {call, JOHN, PAUL, SARAH, say, think, turn} from '../../openai/index.js'
import {type Json, list} from '../../openai/json.js'
import {eachClaude} from './each-claude.js'

const PROMPTS = 3
const CALLS_EACH = 6
/** A port that nobody else takes while the proxy is away. */
const ANY_PORT = 'port: 0\n'

eachClaude('what was sent before', (claude) => {
  it('is the beginning of what is sent next, over 20 turns and a restart of the proxy', async () => {
    const {openai, home, run} = claude()
    home.write('.ccs/cliproxy/config.yaml', ANY_PORT)
    home.add(SARAH)
    home.add(PAUL)
    for (let prompt = 0; prompt < PROMPTS; prompt++) {
      const file = home.write(`project/${prompt}.txt`, `content ${prompt}`)
      for (let each = 0; each < CALLS_EACH; each += 2)
        openai.script(
          turn(think(`Thought ${each}.`), say('I read.'), call('Read', {file_path: file})),
          turn(think('And more.'), call('Bash', {command: `echo ${prompt} ${each}`})),
        )
      openai.script(turn(say(`Done with ${prompt}.`)))
      const more = prompt === 0 ? [] : ['--continue']
      const {stdout} = await claude().ask([`prompt ${prompt}`, ...more, '--dangerously-skip-permissions'])
      expect(stdout).to.equal(`Done with ${prompt}.\n`)
      if (prompt !== 1) continue
      const {code, stderr} = await run(['cliproxy', 'restart'])
      expect({code, stderr}).to.deep.equal({code: 0, stderr: ''})
    }
    const turns = openai.turns()
    expect(turns).to.have.length(PROMPTS * (CALLS_EACH + 1))
    const same = turns.map(({body, headers, account}) => {
      const {prompt_cache_key: key, instructions, tools, model, reasoning} = body as Json
      return {key, session: headers['session-id'], account, instructions, tools, model, reasoning}
    })
    for (const one of same) expect(one).to.deep.equal(same[0])
    expect([JOHN, SARAH, PAUL].map(({email}) => email)).to.include(same[0]?.account)
    const inputs = turns.map(({body}) => list((body as Json).input).map((item) => JSON.stringify(item)))
    for (const [index, input] of inputs.entries()) {
      const before = inputs[index - 1] ?? []
      expect(input.slice(0, before.length), `turn ${index}`).to.deep.equal(before)
      expect(input.length).to.be.greaterThan(before.length)
    }
  })
})
