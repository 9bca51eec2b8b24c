import {createHash} from 'node:crypto'
import type {Tokens} from '../contract/index.js'

/** Tells one sign-in from the next and gives nothing away; a key is its own sign-in. */
export function loginMark({refreshToken, accessToken}: Pick<Tokens, 'refreshToken' | 'accessToken'>): string {
  return createHash('sha256')
    .update(refreshToken ?? accessToken)
    .digest('hex')
    .slice(0, 16)
}
