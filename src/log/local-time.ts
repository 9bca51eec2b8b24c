/** `2026-02-04 18:00:00`, in local time. */
export function localTime(at: string): string {
  const date = new Date(at)
  const offset = date.getTimezoneOffset() * 60_000
  return new Date(date.getTime() - offset).toISOString().slice(0, 19).replace('T', ' ')
}
