import {access, unlink} from 'node:fs/promises'
import {join} from 'node:path'
import type {Clock, Identity, ProviderPlugin, Tokens} from '../contract/index.js'
import {decodeText} from '../files/decode-text.js'
import {withLock} from '../files/lock.js'
import {readBytes} from '../files/read-json.js'
import {realPath} from '../files/real-path.js'
import {writeSecret} from '../files/write-atomic.js'
import {identityKey, type Member} from './account-record.js'
import type {StateStore} from './state-store.js'
import {readTokenFile, tokenFileName, writeTokenFile} from './token-file.js'

export interface Keeper {
  /** Writes tokens to the file of the account that they belong to, or to a new one. */
  keep(
    tokens: Tokens,
    members: readonly Member[],
    sharedWith?: string,
  ): Promise<{readonly id: string; readonly renewed: boolean}>
  remove(member: Member): Promise<void>
}

interface Context {
  readonly provider: Pick<ProviderPlugin, 'id' | 'identify'>
  readonly clock: Clock
  readonly states: StateStore
  readonly folder: () => Promise<string>
}

export function makeKeeper({provider, clock, states, folder}: Context): Keeper {
  const write = (path: string, tokens: Tokens, identity: Identity, sharedWith: string | undefined): Promise<void> =>
    withLock(path, async () => {
      // A login of its own ends that the file was shared.
      const before = {...(await readBefore(path)), shared_with: sharedWith}
      await writeSecret(path, writeTokenFile(tokens, {type: provider.id, identity, now: clock.now(), before}))
    })
  return {
    async keep(tokens, members, sharedWith) {
      const identity = provider.identify(tokens)
      const known = members.find((one) => identityKey(one.identity) === identityKey(identity))
      const path = known?.file.path ?? (await freePath(await folder(), provider.id, identity))
      await write(path, tokens, identity, sharedWith)
      if (known === undefined) return {id: identityKey(identity), renewed: false}
      await states.clear(known.id)
      return {id: known.id, renewed: true}
    },
    async remove({file, older}) {
      for (const {path} of [file, ...older]) await withLock(path, () => removeTokens(path))
    },
  }
}

/** A file under the name that this account would get may be somebody else's; nobody's tokens are written over. */
async function freePath(folder: string, provider: string, identity: Identity): Promise<string> {
  for (let round = 0; ; round += 1) {
    const path = join(folder, tokenFileName(provider, identity, round))
    const exists = await access(path).then(
      () => true,
      () => false,
    )
    if (!exists) return path
  }
}

/** Foreign keys of a file that is renewed stay; one that does not parse has none. */
async function readBefore(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const bytes = await readBytes(path)
  try {
    return bytes === undefined ? undefined : readTokenFile(decodeText(bytes, path), path).raw
  } catch {
    return undefined
  }
}

/** Behind a symlink, too: the tokens are there. */
async function removeTokens(path: string): Promise<void> {
  const target = await realPath(path)
  for (const each of new Set([target, path])) await unlink(each).catch(ignoreMissing)
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
