import type {ToolChoice} from '../../contract/index.js'

/** What both OpenAI protocols may say instead of a tool. */
export const CHOICE_WORDS: Readonly<Record<string, ToolChoice>> = {
  auto: {type: 'auto'},
  none: {type: 'none'},
  required: {type: 'required'},
}
