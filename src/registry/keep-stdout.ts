let running = 0
let kept: typeof process.stdout.write | undefined

/** What is written to stdout while `work` goes on comes out at stderr: stdout is for what the user asked for. */
export async function keepStdout<T>(work: () => Promise<T>): Promise<T> {
  const {stdout, stderr} = process
  running += 1
  kept ??= stdout.write
  stdout.write = stderr.write.bind(stderr)
  try {
    return await work()
  } finally {
    running -= 1
    if (running === 0) {
      stdout.write = kept
      kept = undefined
    }
  }
}
