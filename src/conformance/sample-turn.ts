import type {ModelChoice, Turn} from '../contract/index.js'

/** A conversation in its second round, with everything that an ordinary client sends. */
export function sampleTurn(model: ModelChoice): Turn {
  return {
    protocol: 'anthropic-messages',
    model,
    items: [
      {type: 'message', role: 'developer', parts: [{type: 'text', text: 'Answer in one sentence.'}]},
      {type: 'message', role: 'user', parts: [{type: 'text', text: 'Which files are here? "ä" & <b> 😀'}]},
      {type: 'tool-call', callId: 'call_1', name: 'list_files', arguments: '{"folder":"."}'},
      {type: 'tool-result', callId: 'call_1', parts: [{type: 'text', text: 'a.txt\nb.txt'}], isError: false},
      {type: 'message', role: 'user', parts: [{type: 'text', text: 'And now say hello.'}]},
    ],
    tools: [
      {
        type: 'function',
        name: 'list_files',
        description: 'Lists the files of a folder.',
        schema: {type: 'object', properties: {folder: {type: 'string'}}, required: ['folder']},
      },
    ],
    toolChoice: {type: 'auto'},
    parallelToolCalls: true,
    showReasoning: true,
    stopSequences: [],
    session: {id: '5b0f7c1e-0d3a-4d0e-9a55-2f1c7c1d9e10'},
    maximumOutputTokens: 1000,
  }
}
