import {createRequire} from 'node:module'
import {pathToFileURL} from 'node:url'

/** Milliseconds that a plugin has to be imported and to answer. */
export const HOOK_LIMIT = 5000

/** Imports one hook file and calls it. Rejects with a sentence about it that goes on from "the plugin x: ". */
export async function callHook(file: string, request: unknown, limit = HOOK_LIMIT): Promise<unknown> {
  return inTime(limit, async () => {
    const hook = functionOf((await load(file)).default)
    if (hook === undefined) throw new Error(`${file} has no function as its default export`)
    return hook(request)
  })
}

/** CommonJS that says so by its name is loaded as such, which takes Node a third of the time. */
async function load(file: string): Promise<{readonly default?: unknown}> {
  return file.endsWith('.cjs') ? createRequire(file)(file) : import(pathToFileURL(file).href)
}

/** CommonJS output of a compiler wraps its default once more. */
function functionOf(exported: unknown): ((request: unknown) => unknown) | undefined {
  const inner = typeof exported === 'function' ? exported : (exported as {default?: unknown} | undefined)?.default
  return typeof inner === 'function' ? (inner as (request: unknown) => unknown) : undefined
}

/** The timer keeps the process alive: a hook that never settles must end in a message, not in silence. */
export async function inTime<T>(limit: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not answer within ${limit / 1000} s`)), limit)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
