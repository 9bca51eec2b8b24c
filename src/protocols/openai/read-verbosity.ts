import type {Turn, Verbosity} from '../../contract/index.js'
import type {Note} from '../dropped.js'
import {text} from '../json.js'

const WORDS: readonly unknown[] = ['low', 'medium', 'high'] satisfies Verbosity[]

/** How much is to be said, in the words of both dialects of OpenAI. */
export function readVerbosity(asked: unknown, note: Note): Pick<Turn, 'verbosity'> {
  if (asked === undefined || asked === null) return {}
  if (WORDS.includes(asked)) return {verbosity: asked as Verbosity}
  note(`verbosity ${text(asked) ?? typeof asked}`)
  return {}
}
