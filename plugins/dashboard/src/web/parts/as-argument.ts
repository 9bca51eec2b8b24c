/** For a command that is pasted into a shell: whatever is not plainly safe there stands in single quotes. */
export function asArgument(text: string): string {
  return /^[\p{L}\p{N}._@+:/-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
