import type {RelayOutcome, RelayProtocol, TurnFault} from '../../../contract/index.js'
import {faultOf, isTurnError, turnError} from '../../../errors/turn-error.js'
import {cutStream} from '../../cut-stream.js'
import {object, parseJson} from '../../json.js'
import {readUsage} from '../read-usage.js'
import {type CloseFinder, findClose} from './find-close.js'
import {readClose} from './read-close.js'
import {readOpening} from './read-opening.js'

/** Bytes go on as they came; how they end is told beside them. */
export const watch: RelayProtocol['watch'] = async (body, now, path) => {
  const source = body[Symbol.asyncIterator]()
  const {chunks, isWhole, limits} = await readOpening(source, path, now)
  const finder = isWhole ? findInWhole(now) : findClose(now)
  let settle: (outcome: RelayOutcome) => void
  const outcome = new Promise<RelayOutcome>((resolve) => {
    settle = (how) => resolve(how.ended && limits !== undefined ? {...how, limits} : how)
  })
  return {body: passOn(chunks, source, finder, (how) => settle(how)), outcome}
}

async function* passOn(
  held: readonly Uint8Array[],
  source: AsyncIterator<Uint8Array>,
  finder: CloseFinder,
  settle: (outcome: RelayOutcome) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let fault: TurnFault = CLIENT_GONE
  try {
    for (const chunk of held) {
      finder.take(chunk)
      yield chunk
    }
    for (let next = await source.next(); !next.done; next = await source.next()) {
      finder.take(next.value)
      yield next.value
    }
    fault = cutStream()
    const cut = cutOf(finder, fault)
    if (cut !== undefined) throw turnError(cut)
  } catch (error) {
    fault = isTurnError(error) ? faultOf(error) : cutStream(error instanceof Error ? error.message : undefined)
    if (cutOf(finder, fault) !== undefined) throw error
  } finally {
    // Read once the last bytes have left: nobody waits for it.
    setImmediate(() => settle(finder.outcome() ?? {ended: false, fault}))
    await source.return?.()
  }
}

/** What breaks after the end hurts nobody. An answer that the upstream gave up is as good as cut. */
function cutOf(finder: CloseFinder, fault: TurnFault): TurnFault | undefined {
  if (finder.isPlain()) return undefined
  const how = finder.outcome()
  if (how === undefined) return fault
  return !how.ended && how.fault.kind === 'cut-stream' ? how.fault : undefined
}

const CLIENT_GONE: TurnFault = {
  blame: 'client',
  kind: 'client-gone',
  message: 'The client went away before the answer was over.',
}

/** A body that is one JSON text: read once it is there. */
function findInWhole(now?: () => number): CloseFinder {
  const chunks: Uint8Array[] = []
  return {
    take: (chunk) => void chunks.push(chunk),
    isPlain: () => false,
    outcome() {
      const parsed = parseJson(Buffer.concat(chunks).toString())
      if (parsed === undefined) return undefined
      return readClose(object(parsed), now) ?? {ended: true, usage: readUsage(object(parsed), 0)}
    },
  }
}
