import {mkdtempSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type Paths, pathsOf} from '../src/config/paths.js'

/** A fresh home for each test of the suite that calls this; `home()` is the current one. */
export function useHome(): {readonly home: () => string; readonly paths: () => Paths} {
  let current = ''
  beforeEach(() => {
    current = mkdtempSync(join(tmpdir(), 'ccs-home-'))
  })
  // What the test began may still be writing a cache; while this waits, it can end.
  afterEach(() => rm(current, {recursive: true, force: true, maxRetries: 10}))
  return {home: () => current, paths: () => pathsOf({HOME: current})}
}
