import {expect} from 'chai'
import {failure} from '../openai/index.js'
import {useStage} from './stage.js'

interface WireTool {
  readonly type?: string
  readonly name: string
  readonly parameters?: object
  readonly tools?: readonly WireTool[]
}

/** Longer than the 64 characters that upstreams take: it is sent under an alias. */
const LONG = `mcp__a_server_with_a_long_name__${'look_up_'.repeat(6)}`
const schema = (pattern: string) => ({type: 'object', properties: {path: {type: 'string', pattern}}})
const isBad = ({parameters}: WireTool) => JSON.stringify(parameters)?.includes('(?<')

describe('a tool whose schema the upstream refuses', () => {
  const stage = useStage()
  const toolsOf = (body: unknown): readonly WireTool[] => (body as {tools?: WireTool[]}).tools ?? []
  const sent = () =>
    stage()
      .openai.turns()
      .map(({body}) => toolsOf(body).map(({name, tools}) => [name, ...(tools ?? []).map((one) => one.name)].join(' ')))
  const flat = (tools: readonly WireTool[]) => tools.flatMap((tool) => tool.tools ?? [tool])

  beforeEach(() => {
    stage().openai.when(
      ({body}) => flat(toolsOf(body)).some(isBad),
      (asked) => {
        const tools = toolsOf(asked.body)
        const at = tools.findIndex((tool) => flat([tool]).some(isBad))
        const name = flat(tools).find(isBad)?.name
        const error = {
          message: `Invalid schema for function '${name}': '(?<' is not a 'regex'.`,
          type: 'invalid_request_error',
          param: `tools[${at}].parameters`,
          code: 'invalid_function_parameters',
        }
        return failure(400, {error})(asked)
      },
    )
  })

  it('is left out, alone, and for the rest of its session', async () => {
    const tools = [
      {name: 'Read', description: '', input_schema: schema('.*')},
      {name: 'mcp__bad', description: '', input_schema: schema('(?<')},
      {name: LONG, description: '', input_schema: schema('(?<')},
    ]
    const ask = async (session: string, more: object = {}) =>
      (await stage().ask({session, body: {tools, tool_choice: {type: 'tool', name: LONG}, ...more}})).status
    const statuses = [await ask('s1'), await ask('s1')]
    expect(statuses).to.deep.equal([200, 200])
    const [alias = ''] = sent()[0]?.filter((name) => name !== 'Read' && name !== 'mcp__bad') ?? []
    expect(alias).to.have.lengthOf(64)
    expect(sent()).to.deep.equal([['Read', alias, 'mcp__bad'], ['Read', 'mcp__bad'], ['Read'], ['Read']])
    expect(await ask('s2')).to.equal(200)
    expect(sent()).to.have.lengthOf(7)
    const mended = tools.map((tool) => ({...tool, input_schema: schema('.*')}))
    expect([await ask('s1', {tools: mended}), sent().at(-1)]).to.deep.equal([200, ['Read', alias, 'mcp__bad']])
    await stage().restart()
    const records = await stage().records()
    expect(records.map(({retries, dropped}) => [retries, dropped])).to.deep.equal([
      [2, ['tool refused']],
      [0, ['tool refused']],
      [2, ['tool refused']],
      [0, []],
    ])
  })

  it('is left out of a request that is relayed, of its namespace too', async () => {
    const tools = [
      {type: 'function', name: 'exec', parameters: schema('.*')},
      {type: 'function', name: 'one', parameters: schema('(?<')},
      {
        type: 'namespace',
        name: 'mcp__x__',
        description: '',
        tools: [
          {type: 'function', name: 'two', parameters: schema('(?<')},
          {type: 'function', name: 'three', parameters: schema('.*')},
        ],
      },
    ]
    const ask = async () => {
      const body = {model: 'gpt-5.4', stream: true, input: 'hi', tools, tool_choice: {type: 'function', name: 'one'}}
      const headers = {'session-id': 's1'}
      return (await stage().send({method: 'POST', path: '/v1/responses', headers, body: JSON.stringify(body)})).status
    }
    expect([await ask(), await ask()]).to.deep.equal([200, 200])
    expect(sent()).to.deep.equal([
      ['exec', 'one', 'mcp__x__ two three'],
      ['exec', 'mcp__x__ two three'],
      ['exec', 'mcp__x__ three'],
      ['exec', 'mcp__x__ three'],
    ])
    const choices = stage()
      .openai.turns()
      .map(({body}) => (body as {tool_choice: unknown}).tool_choice)
    expect(choices).to.deep.equal([{type: 'function', name: 'one'}, 'auto', 'auto', 'auto'])
  })

  it('is told when leaving it out does not help', async () => {
    const message = "Invalid schema for function 'elsewhere': it is not among the tools."
    const refusal = failure(400, {error: {message, code: 'invalid_function_parameters'}})
    stage().openai.script(refusal, refusal, refusal)
    const {status, json} = await stage().ask()
    expect({status, json, turns: sent().length}).to.deep.equal({
      status: 400,
      json: {
        type: 'error',
        error: {type: 'invalid_request_error', message: `The upstream refused the schema of a tool: ${message}`},
      },
      turns: 2,
    })
  })
})
