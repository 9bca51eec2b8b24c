import type {ApiKeySignIn, ProviderPlugin} from '../../contract/index.js'
import {CcsError, EXIT} from '../../errors/ccs-error.js'
import type {Login, LoginContext, LoginWish} from './login.js'
import {openOutcome} from './login-outcome.js'
import {makeLogin} from './make-login.js'

/** Milliseconds for a person to find the key. */
const LIFETIME = 10 * 60_000

/** A key that a person has; what is asked besides it has defaults. */
export async function startKeyLogin(context: LoginContext, wish: LoginWish, signIn: ApiKeySignIn): Promise<Login> {
  const fields = fieldsOf(wish.fields ?? {}, signIn, context.provider)
  const outcome = await openOutcome(context, wish, {lifetime: LIFETIME})
  return makeLogin(outcome, {
    method: 'key',
    async finish(answer) {
      const accessToken = answer.trim()
      if (accessToken === '') throw misuse(context.provider, 'The key is empty.')
      const signedIn = await outcome.keep({accessToken, fields}).catch((error) => {
        outcome.fail(error)
        throw error
      })
      outcome.succeed(signedIn)
    },
  })
}

function fieldsOf(
  given: Readonly<Record<string, string>>,
  {fields = []}: ApiKeySignIn,
  provider: Pick<ProviderPlugin, 'id'>,
): Readonly<Record<string, string>> | undefined {
  if (fields.length === 0) return undefined
  return Object.fromEntries(
    fields.map(({name, choices, ...field}) => {
      const value = given[name] || field.default || ''
      if (choices === undefined || choices.includes(value)) return [name, value]
      throw misuse(provider, `"${value}" is no ${name}. Choices: ${choices.join(', ')}.`)
    }),
  )
}

function misuse({id}: Pick<ProviderPlugin, 'id'>, message: string): CcsError {
  return new CcsError(message, {code: 'bad_answer', exit: EXIT.usage, command: `ccs ${id} --auth`})
}
