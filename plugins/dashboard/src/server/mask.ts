import {createHmac, randomBytes} from 'node:crypto'
import {ApiError} from './api-error.js'

const SECRET_KEY = /TOKEN|KEY|SECRET|PASSWORD|AUTHORIZATION/i
/** A JSON web token, an API key, a bearer header. */
const SECRET_VALUE = /^(eyJ[\w-]+\.[\w-]+\.[\w-]*|sk-[\w-]{8,}|Bearer\s+\S+)$/
const PLACEHOLDER = /<ccs:kept:([0-9a-f]{8})>/g

export interface Mask {
  /** The text with each secret value replaced by `<ccs:kept:…>`. */
  hide(text: string): string
  /** The text with the placeholders filled in again from `current`; a placeholder of nothing is refused. */
  restore(text: string, current: string): string
}

/** Works on the text, line by line, so that what is not a secret stays byte for byte as it was. */
export function makeMask(salt: Buffer = randomBytes(32)): Mask {
  const name = (value: string) => createHmac('sha256', salt).update(value).digest('hex').slice(0, 8)
  return {
    hide: (text) => replaceSecrets(text, (value) => `<ccs:kept:${name(value)}>`),
    restore(text, current) {
      const known = new Map<string, string>()
      replaceSecrets(current, (value) => {
        known.set(name(value), value)
        return value
      })
      return text.replace(PLACEHOLDER, (placeholder, id: string) => {
        const value = known.get(id)
        if (value === undefined) {
          throw new ApiError(422, 'unknown_placeholder', `${placeholder} stands for no value of this file.`)
        }
        return value
      })
    },
  }
}

/** `key: value`, `"key": "value"` and list items; quotes stay outside the replaced part. */
const ENTRY = /^(\s*(?:-\s+)?)(["']?)([\w.-]+)\2(\s*:\s*)(.*)$/
const ITEM = /^(\s*-?\s*)(.*)$/

function replaceSecrets(text: string, replace: (value: string) => string): string {
  let secretAbove = -1
  return text
    .split('\n')
    .map((line) => {
      const indent = line.length - line.trimStart().length
      const entry = ENTRY.exec(line)
      const listed = secretAbove >= 0 && indent >= secretAbove && (entry === null || line.trimStart().startsWith('"'))
      if (entry === null || (listed && !SECRET_KEY.test(entry[3] ?? ''))) {
        if (line.trim() !== '' && !listed) secretAbove = -1
        const item = ITEM.exec(line)
        return item === null ? line : `${item[1]}${replaceScalar(item[2] ?? '', listed, replace)}`
      }
      const [, before = '', quote = '', key = '', colon = '', rest = ''] = entry
      const secret = SECRET_KEY.test(key)
      secretAbove = secret && /^(\[?\s*|#.*)$/.test(rest) ? indent : -1
      return `${before}${quote}${key}${quote}${colon}${replaceScalar(rest, secret, replace)}`
    })
    .join('\n')
}

/** One scalar or inline list with what follows it (comma, bracket); a comment stays as it is. */
function replaceScalar(text: string, secret: boolean, replace: (value: string) => string): string {
  const comment = /(^|\s)#.*$/.exec(text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => '.'.repeat(quoted.length)))
  const value = comment === null ? text : text.slice(0, comment.index)
  return `${replaceValues(value, secret, replace)}${text.slice(value.length)}`
}

function replaceValues(text: string, secret: boolean, replace: (value: string) => string): string {
  return text.replace(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|[^\s,[\]{}#"']+(?:\s+[^\s,[\]{}#"']+)*/g,
    (whole, double, single) => {
      const value: string = double ?? single ?? whole
      const bare = double === undefined && single === undefined
      if (value === '' || (bare && /^(true|false|null|~|-?\d+(\.\d+)?)$/.test(value))) return whole
      if (!secret && !SECRET_VALUE.test(value)) return whole
      return whole.replace(value, () => replace(value))
    },
  )
}
