import type {HeaderMap} from './exchange.js'
import type {Json} from './json.js'
import type {Reply} from './reply.js'

/** Any status with any body. */
export function failure(status: number, body: string | Json, headers: HeaderMap = {}): Reply {
  return () => ({status, body, headers})
}

/** The account has used its window up. */
export function usageLimit({resetsIn = 3600, plan = 'plus', now = Date.now()} = {}): Reply {
  const resetsAt = Math.floor(now / 1000) + resetsIn
  return failure(
    429,
    {
      error: {
        type: 'usage_limit_reached',
        message: 'The usage limit has been reached',
        plan_type: plan,
        resets_at: resetsAt,
        resets_in_seconds: resetsIn,
      },
    },
    {
      'x-codex-active-limit': 'premium',
      'x-codex-rate-limit-reached-type': 'rate_limit_reached',
      'x-codex-primary-used-percent': '100',
      'x-codex-primary-window-minutes': '300',
      'x-codex-primary-reset-at': String(resetsAt),
    },
  )
}

/** Too fast; with or without the word when to come back. */
export function throttled(retryAfter?: number): Reply {
  return failure(
    429,
    {error: {message: 'Rate limit reached.', type: 'requests', param: null, code: 'rate_limit_exceeded'}},
    retryAfter === undefined ? {} : {'retry-after': String(retryAfter)},
  )
}

export function overloaded(): Reply {
  return failure(503, {
    error: {message: 'Our servers are currently overloaded. Please try again later.', code: 'server_is_overloaded'},
  })
}

export function serverError(status = 500): Reply {
  return failure(status, {
    error: {message: 'The server had an error while processing your request.', type: 'server_error', code: null},
  })
}

export function unauthorized(code: 'token_expired' | 'token_invalidated' | 'token_revoked' = 'token_expired'): Reply {
  return failure(401, {error: {message: `Your authentication token is ${code.slice(6)}.`, type: 'auth', code}})
}

/** A bot check in front of the backend. */
export function challenge(): Reply {
  return failure(
    403,
    '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><script src="/cdn-cgi/challenge-platform/h/g.js"></script></body></html>',
    {
      'content-type': 'text/html; charset=UTF-8',
      'cf-mitigated': 'challenge',
      server: 'cloudflare',
      'cf-ray': 'standin',
    },
  )
}

export function wrongRegion(): Reply {
  return failure(403, {
    error: {
      message: 'Country, region, or territory not supported',
      type: 'request_forbidden',
      param: null,
      code: 'unsupported_country_region_territory',
    },
  })
}

export function tooLong(message = 'Your input exceeds the context window of this model.'): Reply {
  return failure(400, {
    error: {message, type: 'invalid_request_error', param: 'input', code: 'context_length_exceeded'},
  })
}

export function modelDenied(model: string): Reply {
  return failure(400, {detail: `The '${model}' model is not supported when using Codex with a ChatGPT account.`})
}
