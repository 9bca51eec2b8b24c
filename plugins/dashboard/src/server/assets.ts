import {readFile} from 'node:fs/promises'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {fileURLToPath} from 'node:url'

interface Asset {
  readonly file: string
  readonly type: string
  /** Hashed names never change; the page itself is asked for each time. */
  readonly forever: boolean
}

/** Written beside the built files: which addresses exist. Nothing else can be asked for, so no path can climb out. */
interface Listing {
  readonly [address: string]: Asset
}

const FOLDER = new URL('../web/', import.meta.url)

export type ServeAsset = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean>

/** Serves the built page; files are compressed when they are built, not when they are asked for. */
export async function loadAssets(): Promise<ServeAsset> {
  const listing: Listing = JSON.parse(await readFile(new URL('listing.json', FOLDER), 'utf8'))
  return async (request, response, path) => {
    const asset = Object.hasOwn(listing, path) ? listing[path] : undefined
    if (asset === undefined) return false
    const encoding = encodingOf(request)
    const body = await readFile(fileURLToPath(new URL(`${asset.file}${encoding.suffix}`, FOLDER)))
    response.writeHead(200, {
      'content-type': asset.type,
      'content-length': body.length,
      'cache-control': asset.forever ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(encoding.name === undefined ? {} : {'content-encoding': encoding.name}),
    })
    response.end(request.method === 'HEAD' ? undefined : body)
    return true
  }
}

function encodingOf(request: IncomingMessage): {readonly name?: string; readonly suffix: string} {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  if (/\bbr\b/.test(accepted)) return {name: 'br', suffix: '.br'}
  return /\bgzip\b/.test(accepted) ? {name: 'gzip', suffix: '.gz'} : {suffix: ''}
}
