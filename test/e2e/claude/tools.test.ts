import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {type Asked, call, gate, hold, type Reply, say, search, think, together, turn} from '../../openai/index.js'
import {type Json, list, object} from '../../openai/json.js'
import {conversation} from './conversation.js'
import {eachClaude} from './each-claude.js'
import {HELLO_PDF} from './sample-files.js'

const SERVER = fileURLToPath(new URL('../../fakes/mcp-server.mjs', import.meta.url))
const PREFIX = 'mcp__probe__'
/** With the prefix each is 79 characters long, and they differ in the last three. */
const [ONE, TWO] = ['one', 'two'].map((end) => `a_tool_whose_name_is_longer_than_anything_that_the_upstream_take${end}`)
const LOADED = `Tool ${PREFIX}${TWO} is loaded and can be called now.`
const MCP = [
  '--mcp-config',
  JSON.stringify({mcpServers: {probe: {command: process.execPath, args: [SERVER, ONE, TWO]}}}),
  '--dangerously-skip-permissions',
]
const SCHEMA = {
  type: 'object',
  properties: {answer: {type: 'integer'}},
  required: ['answer'],
  additionalProperties: false,
}

eachClaude('tools', (claude, isNewest) => {
  it('run beside each other, and each result finds its call', async () => {
    const {home, openai} = claude()
    const [first, second] = [home.write('project/a.txt', 'alpha'), home.write('project/b.txt', 'beta')]
    openai.script(turn(together(call('Read', {file_path: first}), call('Read', {file_path: second}))))
    await claude().ask(['read both'])
    const items = list(claude().asked()[1]?.input).map(object)
    const read = items
      .filter(({type}) => type === 'function_call')
      .map(({call_id: id, arguments: args}) => ({
        args,
        output: items.find(({type, call_id}) => type === 'function_call_output' && call_id === id)?.output,
      }))
    expect(read).to.have.deep.members([
      {args: JSON.stringify({file_path: first}), output: '1\talpha'},
      {args: JSON.stringify({file_path: second}), output: '1\tbeta'},
    ])
  })

  it('keep the thoughts before them, shown and sent back sealed', async () => {
    claude().openai.script(turn(think('**Plan**\n\nLook first.'), call('Bash', {command: 'echo here'})))
    const {stdout} = await claude().ask(['think', '--output-format', 'stream-json', '--verbose'])
    const said = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as {type: string; message: {content: Json[]}})
    const [thought] = said.find(({type}) => type === 'assistant')?.message.content ?? []
    expect(thought).to.include({type: 'thinking', thinking: '**Plan**\n\nLook first.'})
    const [, second] = claude().asked()
    const [user, sealed, ...rest] = conversation(second)
    expect([user, ...rest]).to.deep.equal([
      {user: 'think'},
      {call: 'Bash', with: {command: 'echo here'}},
      {result: 'here'},
    ])
    expect(thought?.signature).to.match(new RegExp(`^ccs1\\.[0-9a-f]{12}\\.${sealed?.sealed}$`))
  })

  it('bring a PDF', async () => {
    const file = join(claude().home.project, 'hello.pdf')
    writeFileSync(file, HELLO_PDF)
    claude().openai.script(turn(call('Read', {file_path: file})))
    await claude().ask(['read it'])
    const [, turnWithPdf] = claude().openai.turns()
    expect(turnWithPdf?.raw).to.contain(`"file_data":"data:application/pdf;base64,${HELLO_PDF.toString('base64')}"`)
    const words = `PDF file read: ${file} (${HELLO_PDF.length} bytes)`
    expect(conversation(turnWithPdf?.body as Json).slice(2)).to.deep.equal(
      isNewest ? [{result: [words, '[input_file]']}] : [{result: words}, {user: '[input_file]'}],
    )
  })

  it('of an MCP server are told apart however long their names are', async () => {
    claude().openai.script(callTool('two', {word: 'hi'}), callTool('one', {word: 'ho'}))
    const {stdout} = await claude().ask(['call both', ...MCP])
    expect(stdout).to.equal(`The tool answered: ${ONE} heard ho\n`)
    const names = toolNames(claude().asked()[0]).filter((name) => name.startsWith(PREFIX))
    expect(names.map((name) => name.length)).to.deep.equal([64, 64])
    expect(conversation(claude().asked()[2]).slice(1)).to.deep.equal([
      {call: names[1], with: {word: 'hi'}},
      {result: `${TWO} heard hi`},
      {call: names[0], with: {word: 'ho'}},
      {result: `${ONE} heard ho`},
    ])
  })

  it('that are deferred are found, loaded and called', async () => {
    const found = {query: `select:${PREFIX}${TWO}`, max_results: 5}
    claude().openai.script(turn(call('ToolSearch', found)), callTool('two', {word: 'hi'}), turn(say('Called.')))
    const {stdout} = await claude().ask(['call it', ...MCP], {env: {ENABLE_TOOL_SEARCH: 'true'}})
    expect(stdout).to.equal('Called.\n')
    const [before, , after] = claude().asked()
    const added = toolNames(after).filter((name) => !toolNames(before).includes(name))
    expect(added).to.have.length(1)
    expect(conversation(after).filter(({user}) => user === undefined)).to.deep.equal([
      {call: 'ToolSearch', with: found},
      {result: LOADED},
      {call: added[0], with: {word: 'hi'}},
      {result: `${TWO} heard hi`},
    ])
  })

  it('may be a subagent that works beside the main turn, in the same session', async () => {
    const {openai} = claude()
    const task = 'Count the files.'
    const counted = gate()
    openai.when(
      ({body}) => conversation(body)[0]?.user === task,
      (asked) => {
        counted.open()
        return turn(say('Three.'))(asked)
      },
    )
    openai.script(
      turn(call('Agent', {description: 'count', prompt: task, subagent_type: 'general-purpose'})),
      turn(hold(counted), say('Meanwhile.')),
      turn(say('Counted.')),
    )
    const {code, stdout} = await claude().ask(['delegate'])
    expect({code, stdout}).to.deep.equal({
      code: 0,
      stdout: isNewest ? 'Meanwhile.\n\nCounted.\n' : 'Meanwhile.\n',
    })
    const keys = openai.turns().map(({body, headers, account}) => ({
      key: (body as Json).prompt_cache_key,
      session: headers['session-id'],
      account,
    }))
    expect(keys).to.have.length(isNewest ? 4 : 3)
    expect(keys).to.deep.equal(keys.map(() => keys[0]))
    expect(keys[0]?.key).to.equal(keys[0]?.session)
  })

  it('may be a web search, with results and citations', async () => {
    const page = {url: 'https://example.com/ccs', title: 'All about ccs'}
    claude().openai.when(
      ({body}) => list(body.tools).some((tool) => object(tool).type === 'web_search'),
      turn(
        search('ccs', [page]),
        say('It switches.', {annotations: [{type: 'url_citation', start_index: 0, end_index: 2, ...page}]}),
      ),
    )
    claude().openai.script(turn(call('WebSearch', {query: 'ccs'})), turn(say('Found.')))
    const {stdout} = await claude().ask(['search', '--allowedTools', 'WebSearch'])
    expect(stdout).to.equal('Found.\n')
    const [, side, last] = claude().asked()
    expect({tools: side?.tools, include: side?.include, asked: conversation(side)}).to.deep.equal({
      tools: [{type: 'web_search'}],
      include: ['reasoning.encrypted_content', 'web_search_call.action.sources'],
      asked: [{user: 'Perform a web search for the query: ccs'}],
    })
    const links = JSON.stringify([{title: page.title, url: page.url}])
    expect(conversation(last).slice(1)).to.deep.equal([
      {call: 'WebSearch', with: {query: 'ccs'}},
      {
        result: `Web search results for query: "ccs"\n\nLinks: ${links}\n\nIt switches.\n\n\nREMINDER: You MUST include the sources above in your response to the user using markdown hyperlinks.`,
      },
    ])
  })

  it('shape the answer that a schema asks for', async () => {
    claude().openai.script(turn(say('42')), turn(call('StructuredOutput', {answer: 42})))
    const {stdout} = await claude().ask(['?', '--output-format', 'json', '--json-schema', JSON.stringify(SCHEMA)])
    expect(JSON.parse(stdout)).to.deep.include({is_error: false, structured_output: {answer: 42}})
    const [first, second] = claude().asked()
    const offered = list(first?.tools)
      .map(object)
      .find(({name}) => name === 'StructuredOutput')
    expect(offered?.parameters).to.deep.include(SCHEMA)
    expect(conversation(second).slice(1)).to.deep.equal([
      {assistant: '42'},
      {
        user: '[structured-output-enforce] You MUST call the StructuredOutput tool to complete this request. Call this tool now.',
      },
    ])
  })
})

/** By its description: its name upstream is not the one that its server gave it. */
function callTool(end: string, args: Json): Reply {
  return (asked: Asked) => {
    const tools = list(asked.body.tools).map(object)
    const tool = tools.find(({description}) => String(description).endsWith(`${end}.`))
    return turn(call(String(tool?.name), args))(asked)
  }
}

function toolNames(body: Json | undefined): readonly string[] {
  return list(body?.tools).map((tool) => String(object(tool).name))
}
