import type {Client} from './client.js'
import {fetchClient} from './fetch-client.js'

const LONGEST_FETCH = 300_000

/** The client for every test of a suite. Without it the suite is skipped aloud; under CI it fails. */
export function useClient(client: Client): () => string {
  let executable = ''
  before(async function () {
    this.timeout(LONGEST_FETCH)
    try {
      executable = await fetchClient(client)
    } catch (error) {
      if (process.env.CI) throw error
      process.stderr.write(`    skipped: ${(error as Error).message}\n`)
      this.skip()
    }
  })
  return () => executable
}
