import type {Identity, ProviderPlugin, Tokens} from '../contract/index.js'
import {readText} from '../files/read-json.js'
import {writeSecret} from '../files/write-atomic.js'
import {identityKey} from './account-record.js'
import {type TokenFile, writeTokenFile} from './token-file.js'

/** A provider as far as logins of other programs go. */
export type NativeReader = Pick<ProviderPlugin, 'id' | 'identify'> & Partial<Pick<ProviderPlugin, 'signIn'>>

/**
 * The file as it is, or with the tokens of the program that it shares its login with, when those are newer: the older
 * refresh token is worth nothing by then. The other program's file is only read.
 */
export async function withNativeRotation(file: TokenFile, owner: Identity, provider: NativeReader): Promise<TokenFile> {
  const native = file.sharedWith === undefined ? undefined : await readNative(file.sharedWith, provider)
  if (native === undefined || native.refreshToken === file.tokens.refreshToken) return file
  const isNewer = (native.expiresAt ?? 0) > (file.tokens.expiresAt ?? 0)
  const tokens = {...file.tokens, ...native}
  return isNewer && identityKey(provider.identify(tokens)) === identityKey(owner) ? {...file, tokens} : file
}

/** What was read of the other program becomes our file. */
export async function saveRotation(
  path: string,
  {tokens, raw}: TokenFile,
  {identity, provider, now}: {readonly identity: Identity; readonly provider: NativeReader; readonly now: number},
): Promise<void> {
  await writeSecret(path, writeTokenFile(tokens, {type: provider.id, identity, now, before: raw}))
}

/** `undefined` when the other program is signed out, or keeps its login elsewhere by now. */
async function readNative(path: string, {signIn}: NativeReader): Promise<Tokens | undefined> {
  const native = signIn?.type === 'oauth' ? signIn.native : undefined
  try {
    const text = await readText(path)
    return text === undefined ? undefined : native?.read(text)
  } catch {
    return undefined
  }
}
