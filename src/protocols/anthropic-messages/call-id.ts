/** What the Messages API takes as the id of a call, and clients check. */
const LEGAL = /^[a-zA-Z0-9_-]+$/
/** `ccs1-<base64url of the upstream's id>`: how any other id travels through a client. */
const OURS = /^ccs1-([a-zA-Z0-9_-]+)$/

export function writeCallId(id: string): string {
  return LEGAL.test(id) ? id : `ccs1-${Buffer.from(id).toString('base64url')}`
}

/** The upstream's own again, so that its history stays what it was. */
export function readCallId(id: string): string {
  const written = OURS.exec(id)?.[1]
  const own = written === undefined ? '' : Buffer.from(written, 'base64url').toString()
  return own !== '' && writeCallId(own) === id ? own : id
}
