import {setFlagsFromString} from 'node:v8'

/**
 * V8 is tuned for programs that calculate. A proxy calls some hundred small functions once for each request: in Node 20
 * thousands of requests would pass before they are compiled (later versions have a second, quicker compiler, and do not know
 * that flag). And it holds large requests for a moment: their garbage would be kept until there is twice as much of it.
 */
export function tuneEngine(): void {
  setFlagsFromString('--heap-growing-percent=40')
  if (Number.parseInt(process.versions.v8, 10) < 12) setFlagsFromString('--interrupt-budget=2000')
}
