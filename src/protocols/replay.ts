import type {Item, Replay} from '../contract/index.js'

/** `ccs1.<fingerprint>.<sealed>`: how sealed reasoning travels through a client that must give it back unread. */
const OURS = /^ccs1\.([^.]*)\.(.+)$/s
/** Blobs that other proxies handed out before, with or without their mark. They do not say whose they are. */
const THEIRS = /^(?:(?:codex|gpt|openai)#)?(gAAAA[A-Za-z0-9_-]+={0,2})$/
/** A Fernet token: version 1, time 8, vector 16, at least one block of 16, digest 32 bytes. */
const FERNET_FRAME = 1 + 8 + 16 + 32
const FERNET_BLOCK = 16

export function writeReplay(replay: Replay): string {
  return `ccs1.${replay.account ?? ''}.${replay.sealed}`
}

/** `undefined` for what no upstream of ours sealed: another vendor's signature, or nonsense. */
export function readReplay(signature: string): Replay | undefined {
  const [, account, sealed] = OURS.exec(signature) ?? []
  if (account !== undefined && sealed !== undefined) return account === '' ? {sealed} : {account, sealed}
  const blob = THEIRS.exec(signature)?.[1]
  return blob !== undefined && isFernet(blob) ? {sealed: blob} : undefined
}

/** Sealed by another account than the one it would be sent to. */
export function isForeign(item: Item, fingerprint: string): boolean {
  return item.type === 'reasoning' && item.replay.account !== undefined && item.replay.account !== fingerprint
}

function isFernet(blob: string): boolean {
  const bytes = Math.floor((blob.replace(/=+$/, '').length * 3) / 4)
  return bytes >= FERNET_FRAME + FERNET_BLOCK && (bytes - FERNET_FRAME) % FERNET_BLOCK === 0
}
