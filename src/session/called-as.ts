let name = 'ccs'

/** The name that this process was started under: `ccs`, or one of its aliases. */
export function calledAs(): string {
  return name
}

/** Said once, by the bin file. */
export function setCalledAs(called: string): void {
  name = called
}
