import type {Protocol} from '../contract/index.js'
import {type Exchange, sendJson} from './exchange.js'

/** What the dialects call a refusal, by status. */
const TYPES: Readonly<Record<number, readonly [anthropic: string, openai: string]>> = {
  401: ['authentication_error', 'invalid_api_key'],
  403: ['permission_error', 'forbidden'],
  404: ['not_found_error', 'not_found'],
  405: ['invalid_request_error', 'method_not_allowed'],
  426: ['invalid_request_error', 'upgrade_required'],
}

/** An answer before anything was read, in the words of the dialect that was spoken to. Never worth a retry. */
export function refuse(
  exchange: Pick<Exchange, 'request' | 'response'>,
  protocol: Protocol,
  {status, message}: {readonly status: number; readonly message: string},
): void {
  const [anthropic, openai] = TYPES[status] ?? ['invalid_request_error', 'invalid_request_error']
  const body =
    protocol === 'anthropic-messages'
      ? {type: 'error', error: {type: anthropic, message}}
      : {error: {message, type: 'invalid_request_error', code: openai, param: null}}
  exchange.request.resume()
  sendJson(exchange, status, body, {'x-should-retry': 'false'})
}
