/** Tools of a namespace stand beside all others in a turn. */
export function flatName(name: string, namespace: string | undefined): string {
  return namespace === undefined || namespace === '' ? name : `${namespace}__${name}`
}
