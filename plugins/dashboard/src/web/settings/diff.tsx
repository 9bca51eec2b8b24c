/** Lines that only one side has, side by side: what saving would change. */
export function Diff({before, after}: {readonly before: string; readonly after: string}) {
  const gone = only(before, after)
  const come = only(after, before)
  return (
    <div class="diff">
      <DiffSide title="Now" sign="−" lines={gone} />
      <DiffSide title="After saving" sign="+" lines={come} />
    </div>
  )
}

function DiffSide({
  title,
  sign,
  lines,
}: {
  readonly title: string
  readonly sign: string
  readonly lines: readonly string[]
}) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <pre tabIndex={0}>{lines.length === 0 ? '(nothing)' : lines.map((line) => `${sign} ${line}`).join('\n')}</pre>
    </section>
  )
}

function only(side: string, other: string): readonly string[] {
  const rest = new Map<string, number>()
  for (const line of other.split('\n')) rest.set(line, (rest.get(line) ?? 0) + 1)
  return side.split('\n').filter((line) => {
    const count = rest.get(line) ?? 0
    if (count > 0) rest.set(line, count - 1)
    return count === 0
  })
}
