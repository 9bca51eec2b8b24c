/** The claims of a JWT, unchecked: whoever sends the token upstream finds out there. `undefined` for an opaque token. */
export function claimsOf(token: string | undefined): Readonly<Record<string, unknown>> | undefined {
  const payload = token?.split('.')[1]
  if (payload === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null ? (claims as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

/** Milliseconds since the epoch. */
export function expiryOf(token: string | undefined): number | undefined {
  const exp = Number(claimsOf(token)?.exp)
  return Number.isFinite(exp) && exp > 0 ? exp * 1000 : undefined
}
