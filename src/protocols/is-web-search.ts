/** Whatever version a client names: those of tomorrow are asked for in the same words. */
export function isWebSearch(type: string): boolean {
  return /^web_search(_|$)/.test(type)
}
