import {ApiError} from './api-error.js'

/** Reads the fields of a JSON body by name; what is missing or of another type is refused with its name. */
export interface Fields {
  text(name: string): string
  optionalText(name: string): string | undefined
  /** `null`, which takes a value out, is told from one that is not there. */
  textOrNull(name: string): string | null | undefined
  texts(name: string): readonly string[] | undefined
  flag(name: string): boolean | undefined
  /** A whole number from one to `most`. */
  count(name: string, most: number): number | undefined
  record(name: string): Readonly<Record<string, unknown>> | undefined
}

export function fieldsOf(body: unknown): Fields {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ApiError(400, 'bad_json', 'An object is expected.')
  const values = body as Readonly<Record<string, unknown>>
  const refuse = (name: string, expected: string): never => {
    throw new ApiError(422, 'invalid_field', `"${name}" must be ${expected}.`)
  }
  const optionalText = (name: string): string | undefined => {
    const value = values[name]
    if (value === undefined || value === null) return undefined
    return typeof value === 'string' ? value : refuse(name, 'a text')
  }
  return {
    optionalText,
    textOrNull: (name) => (values[name] === null ? null : optionalText(name)),
    text: (name) => optionalText(name) ?? refuse(name, 'a text'),
    texts(name) {
      const value = values[name]
      if (value === undefined) return undefined
      return Array.isArray(value) && value.every((one) => typeof one === 'string')
        ? value
        : refuse(name, 'a list of texts')
    },
    flag(name) {
      const value = values[name]
      if (value === undefined) return undefined
      return typeof value === 'boolean' ? value : refuse(name, 'true or false')
    },
    count(name, most) {
      const value = values[name]
      if (value === undefined) return undefined
      const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most
      return isCount ? value : refuse(name, `a whole number from 1 to ${most}`)
    },
    record(name) {
      const value = values[name]
      if (value === undefined) return undefined
      const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
      return isRecord ? (value as Readonly<Record<string, unknown>>) : refuse(name, 'an object')
    },
  }
}
