const WIDTH = 6
const GAP = 2
const HEIGHT = 20

/** A day in buckets: height is the number of requests, the dark part failed. The sentence before it carries the numbers. */
export function HealthStrip({buckets}: {readonly buckets: readonly (readonly [number, number])[]}) {
  const most = Math.max(1, ...buckets.map(([ok, failed]) => ok + failed))
  const width = buckets.length * (WIDTH + GAP)
  return (
    <svg class="strip" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
      {buckets.map(([ok, failed], index) => {
        const x = index * (WIDTH + GAP)
        const all = ((ok + failed) / most) * HEIGHT
        const bad = (failed / most) * HEIGHT
        return (
          <g key={x}>
            <rect class="strip-base" x={x} y={HEIGHT - 1} width={WIDTH} height={1} />
            <rect class="strip-ok" x={x} y={HEIGHT - all} width={WIDTH} height={all - bad} />
            <rect class="strip-failed" x={x} y={HEIGHT - bad} width={WIDTH} height={bad} />
          </g>
        )
      })}
    </svg>
  )
}
