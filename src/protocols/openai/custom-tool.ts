import type {FunctionTool} from '../../contract/index.js'
import {type Json, object, parseJson, text} from '../json.js'

/** A tool that takes free text, as a function of one argument. */
export function customTool(name: string, source: Json): FunctionTool {
  const format = object(source.format)
  const grammar = object(format.grammar)
  const definition = text(format.definition) ?? text(grammar.definition)
  const syntax = text(format.syntax) ?? text(grammar.syntax) ?? ''
  const rule = definition === undefined ? [] : [`The input is text of this ${syntax} grammar:\n${definition}`]
  return {
    type: 'function',
    name,
    description: [text(source.description) ?? '', ...rule].filter((line) => line !== '').join('\n\n'),
    schema: {
      type: 'object',
      properties: {input: {type: 'string', description: 'The whole input, as plain text.'}},
      required: ['input'],
      additionalProperties: false,
    },
  }
}

/** Free text as the arguments of that function. */
export function writeCustomInput(input: string): string {
  return JSON.stringify({input})
}

/** The way back; a model that forgot the argument and wrote the text alone is taken at its word. */
export function readCustomInput(written: string): string {
  const {input} = object(parseJson(written))
  return text(input) ?? (/^\s*(\{\s*\})?\s*$/.test(written) ? '' : written)
}
