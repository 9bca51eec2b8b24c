import {basename} from 'node:path'

let name = 'ccs'

/** The name that this process was started under: `ccs`, or one of its aliases. */
export function calledAs(): string {
  return name
}

/** Said at the start of both ways in: what a bundle holds is another copy of this module than what oclif loads. */
export function setCalledAs(called: string): void {
  name = called
}

/** The name of the link that ccs was started through: `ln -s "$(command -v ccs)" ~/bin/mine` makes one. */
export function linkName(script = process.argv[1] ?? ''): string {
  return basename(script).replace(/\.[cm]?js$/, '') || 'ccs'
}
