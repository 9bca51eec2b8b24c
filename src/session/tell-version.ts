import {ownStreams} from '../errors/own-streams.js'
import {VERSION} from '../registry/version.js'

/** Whether nothing but the version is asked. */
export function asksVersion(words: readonly string[]): boolean {
  return words.length === 1 && words[0] === '--version'
}

/** oclif's own line, without oclif: scripts ask for it before anything else. */
export function tellVersion({platform, arch, version}: NodeJS.Process = process): void {
  ownStreams.stdout.write(`ccs/${VERSION} ${platform}-${arch} node-${version}\n`)
}
