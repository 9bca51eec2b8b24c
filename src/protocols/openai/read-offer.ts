import type {Tool, ToolChoice, Turn} from '../../contract/index.js'
import {object} from '../json.js'

type ReadChoice = (source: unknown) => ToolChoice

/** A choice among some of the tools: no other one is offered, since an upstream may know no such choice. */
export function readOffer(
  tools: readonly Tool[],
  source: unknown,
  readChoice: ReadChoice,
): Pick<Turn, 'tools' | 'toolChoice'> {
  const choice = object(source)
  if (choice.type !== 'allowed_tools') return {tools, toolChoice: readChoice(source)}
  const {mode, tools: allowed} = {...choice, ...object(choice.allowed_tools)}
  return {tools: Array.isArray(allowed) ? only(tools, allowed, readChoice) : tools, toolChoice: readChoice(mode)}
}

/** Each is named as a choice of it alone would name it. */
function only(tools: readonly Tool[], allowed: readonly unknown[], readChoice: ReadChoice): readonly Tool[] {
  const choices = allowed.map(readChoice)
  return tools.filter(({name}) => choices.some((choice) => choice.type === 'tool' && choice.name === name))
}
