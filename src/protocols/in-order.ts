import type {TurnEvent} from '../contract/index.js'
import type {AnswerContext} from './client-protocol.js'
import {oneBlockAtATime} from './one-block-at-a-time.js'
import {stopSequences} from './stop-sequences.js'
import {chain, hideState, stepAll, type Transducer} from './transducer.js'

type Asked = Pick<AnswerContext, 'stopSequences' | 'estimatedInput'>

/** A writer that is given one block at a time, up to the first stop sequence. */
export function inOrder<S, Out>(
  writer: Transducer<S, TurnEvent, Out>,
  answer: Asked,
): Transducer<unknown, TurnEvent, Out> {
  if (answer.stopSequences.length === 0) return hideState(chain(oneBlockAtATime, writer))
  return hideState(chain(oneBlockAtATime, chain(stopSequences(answer.stopSequences, answer.estimatedInput), writer)))
}

/** The same for a whole answer. */
export function untilStopped(events: Iterable<TurnEvent>, answer: Asked): Iterable<TurnEvent> {
  if (answer.stopSequences.length === 0) return events
  const stage = chain(oneBlockAtATime, stopSequences(answer.stopSequences, answer.estimatedInput))
  return stepAll(stage, stage.initial(), [...events])[1]
}
