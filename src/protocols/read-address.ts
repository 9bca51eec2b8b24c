import {text} from './json.js'

/** An address that the upstream can fetch by itself, without what it would refuse in one. */
export function readAddress(source: unknown): string | undefined {
  const address = text(source)
  if (address === undefined || !URL.canParse(address)) return undefined
  const {protocol, href} = new URL(address)
  return protocol === 'https:' || protocol === 'http:' ? href : undefined
}

/** Bytes that stand in the request itself: those of a `base64` source, or an address made of data. */
export function readInline({type, data, url}: Readonly<Record<string, unknown>>): string | undefined {
  if (type === 'base64') return text(data) ?? ''
  const address = type === 'url' ? text(url) : undefined
  return address !== undefined && /^data:[^,]*;base64,/i.test(address) ? address : undefined
}
