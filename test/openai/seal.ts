import {createHash, createHmac, randomBytes} from 'node:crypto'

/** Encrypted content shaped as OpenAI's: a Fernet token that only the account it was made for can bring back. */
export function seal(accountId: string, length = 64): string {
  const head = Buffer.alloc(9)
  head[0] = 0x80
  head.writeBigUInt64BE(BigInt(1_790_000_000), 1)
  const payload = Buffer.concat([head, randomBytes(16), randomBytes(Math.max(1, Math.ceil(length / 16)) * 16)])
  return Buffer.concat([payload, sign(accountId, payload)])
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}

export function isSealedFor(accountId: string, sealed: unknown): boolean {
  if (typeof sealed !== 'string' || !/^gAAAA[\w-]+={0,2}$/.test(sealed)) return false
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < 73 || (bytes.length - 57) % 16 !== 0) return false
  const payload = bytes.subarray(0, -32)
  return sign(accountId, payload).equals(bytes.subarray(-32))
}

function sign(accountId: string, payload: Buffer): Buffer {
  return createHmac('sha256', createHash('sha256').update(accountId).digest()).update(payload).digest()
}
