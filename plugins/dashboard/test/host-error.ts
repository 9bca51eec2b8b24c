export class HostError extends Error {
  override readonly name = 'CcsError'
  constructor(
    readonly code: string,
    message: string,
    readonly command?: string,
  ) {
    super(message)
  }
}

export function found<T>(value: T | undefined, code: string): T {
  if (value === undefined) throw new HostError(code, 'There is no such thing.')
  return value
}
