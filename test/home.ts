import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type Paths, pathsOf} from '../src/config/paths.js'

/** A fresh home for each test of the suite that calls this; `home()` is the current one. */
export function useHome(): {readonly home: () => string; readonly paths: () => Paths} {
  let current = ''
  beforeEach(() => {
    current = mkdtempSync(join(tmpdir(), 'ccs-home-'))
  })
  afterEach(() => rmSync(current, {recursive: true, force: true, maxRetries: 10}))
  return {home: () => current, paths: () => pathsOf({HOME: current})}
}
