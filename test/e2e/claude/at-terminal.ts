import {BIN} from '../scene.js'
import {openTerminal, type Terminal} from '../terminal.js'
import type {Claude} from './each-claude.js'

/** Claude Code's own screen. */
export interface Screen extends Terminal {
  /** Types a prompt and sends it. */
  ask(prompt: string): Promise<void>
  /** Presses a key until the question is gone: one that comes too soon after it is not taken. */
  answer(question: string, key: string): Promise<void>
}

const PATIENCE = 15_000

/** `ccs codex …` at a terminal, by somebody who has used it in this folder before. */
export async function atTerminal(
  {env, home}: Claude,
  words: string,
  work: (screen: Screen) => Promise<void>,
): Promise<void> {
  home.write('.claude.json', {
    hasCompletedOnboarding: true,
    theme: 'dark',
    projects: {[home.project]: {hasTrustDialogAccepted: true}},
  })
  const opened = await openTerminal(`${process.execPath} ${BIN} codex ${words}`, {env, cwd: home.project})
  const terminal = {...opened, shows: (what: string | RegExp) => opened.shows(what, PATIENCE)}
  try {
    await terminal.shows('❯')
    await work({...terminal, ask: (prompt) => ask(terminal, prompt), answer: (...how) => answer(terminal, ...how)})
  } finally {
    await terminal.close()
  }
}

/** Keys that come in one piece with Enter are taken for a paste. */
async function ask(terminal: Terminal, prompt: string): Promise<void> {
  await terminal.type(prompt)
  await terminal.shows(prompt)
  await terminal.press('Enter')
}

const AGAIN = 300

async function answer(terminal: Terminal, question: string, key: string): Promise<void> {
  await terminal.shows(question)
  while ((await terminal.screen()).includes(question)) {
    await terminal.press(key)
    await new Promise((resolve) => setTimeout(resolve, AGAIN))
  }
}
