import type {Turn} from '../contract/index.js'

/** There was content, of kinds that no turn can carry: the model may say so, which a refusal could not. */
export const NOTHING_LEFT: Turn['items'] = [
  {type: 'message', role: 'user', parts: [{type: 'text', text: '[A message was left out here: it has no text.]'}]},
]
