import {claimsOf} from '../accounts/jwt.js'
import type {Environment, OAuth} from '../contract/index.js'
import {postRefresh} from './post-refresh.js'
import {sendCourier} from './send-courier.js'

/** `answers`: the folder where an answer outlives whoever asked for it; without it the request is made in this process. */
export function makeOAuth(env: Environment, answers?: string): OAuth {
  return {
    async refresh({signal, ...request}) {
      const reply = await (answers === undefined
        ? postRefresh(request, env, signal)
        : sendCourier(request, {env, folder: answers, signal}))
      return {...reply, body: parse(reply.text)}
    },
    claims(token) {
      const claims = claimsOf(token)
      if (claims === undefined) throw new Error('the token is no JWT')
      return claims
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
