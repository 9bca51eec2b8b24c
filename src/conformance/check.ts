/** One question put to a plugin; `run` rejects with a sentence about what is wrong. Fits any test runner. */
export interface Check {
  readonly name: string
  run(): Promise<void>
}

/** Fails the check with `message` unless `condition` holds. */
export function hold(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message)
}
