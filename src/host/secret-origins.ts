import type {Host} from '../registry/contributions.js'

/** Where secrets may be sent, as their providers said it. */
export interface SecretOrigins {
  readonly admit: NonNullable<Host['admit']>
  /** For what stands in a header: the account's whose token is in it, else the provider's; `undefined` before it said any. */
  originsOf(providerId: string, secret: string): readonly string[] | undefined
}

interface Admitted {
  readonly accessToken: string
  readonly origins: readonly string[]
}

export function openSecretOrigins(): SecretOrigins {
  const declared = new Map<string, readonly string[]>()
  const accounts = new Map<string, Map<string, Admitted>>()
  return {
    admit(providerId, origins, account) {
      if (account === undefined) {
        declared.set(providerId, origins)
        return
      }
      const own = accounts.get(providerId) ?? new Map<string, Admitted>()
      accounts.set(providerId, own.set(account.id, {accessToken: account.accessToken, origins}))
    },
    originsOf(providerId, secret) {
      const owners = [...(accounts.get(providerId)?.values() ?? [])].filter(({accessToken}) =>
        secret.includes(accessToken),
      )
      // The same key at two addresses may go to both; a key that begins like another one is not that one.
      const longest = Math.max(...owners.map(({accessToken}) => accessToken.length))
      const whose = owners.filter(({accessToken}) => accessToken.length === longest)
      return whose.length === 0 ? declared.get(providerId) : whose.flatMap(({origins}) => origins)
    },
  }
}
