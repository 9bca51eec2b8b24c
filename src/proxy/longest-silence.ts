import {recordOf} from '../config/config.js'

/** Seconds: clients give up after more. */
const LONGEST = 10

/** Milliseconds after which a client hears that its answer is alive: CLIProxyAPI's `streaming.keepalive-seconds`. */
export function longestSilence(config: Readonly<Record<string, unknown>>): number {
  const seconds = recordOf(config.streaming)['keepalive-seconds']
  return 1000 * (typeof seconds === 'number' && seconds > 0 ? Math.min(seconds, LONGEST) : LONGEST)
}
