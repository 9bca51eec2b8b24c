import type {Json} from './json.js'

/** An error reply of the backend, as it looks on the wire. */
export interface Refusal {
  readonly status: number
  readonly body: Json
  readonly headers?: Readonly<Record<string, string>>
}

/** The gateway before the models answers in one word: `detail`. */
export function detail(status: number, text: string): Refusal {
  return {status, body: {detail: text}}
}

/** The models' own API answers with an `error` object. */
export function invalid(message: string, param: string | null, code: string | null = null, status = 400): Refusal {
  return {status, body: {error: {message, type: 'invalid_request_error', param, code}}}
}
