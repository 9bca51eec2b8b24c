/** Nothing that Node would print as a warning of this process is said while `work` goes on. */
export async function withoutWarnings<T>(work: () => Promise<T>): Promise<T> {
  const {emitWarning} = process
  process.emitWarning = () => undefined
  try {
    return await work()
  } finally {
    process.emitWarning = emitWarning
  }
}
