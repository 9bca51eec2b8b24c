import {join} from 'node:path'
import {openTerminal, type Terminal} from '../terminal.js'
import type {Native} from './native.js'

const PATIENCE = 30_000

/** A terminal in which ccs is on PATH. To be called before `useNative`: what runs in it must end before its home goes. */
export function useScreen(native: () => Native): (line: string) => Promise<Terminal> {
  let terminal: Terminal | undefined
  afterEach(async () => {
    await terminal?.close()
    terminal = undefined
  })
  return async (line) => {
    const {env, home} = native()
    const path = `${join(home.path, 'bin')}:${env.PATH}`
    const opened = await openTerminal(line, {env: {...env, PATH: path}, cwd: home.project})
    terminal = opened
    return {...opened, shows: (what, milliseconds = PATIENCE) => opened.shows(what, milliseconds)}
  }
}
