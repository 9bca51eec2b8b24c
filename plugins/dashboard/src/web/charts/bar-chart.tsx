interface Point {
  readonly at: string
  readonly value: number
  /** Contained in `value`, drawn dark: what failed. */
  readonly part: number
}

const WIDTH = 720
const HEIGHT = 140

/** Bars over time, and the same numbers as a table behind a disclosure. */
export function BarChart({title, points}: {readonly title: string; readonly points: readonly Point[]}) {
  const most = Math.max(1, ...points.map(({value}) => value))
  const step = WIDTH / Math.max(1, points.length)
  return (
    <figure class="chart">
      <figcaption>
        {title} <span class="dim">(tallest bar: {most.toLocaleString()}; the dark foot failed)</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" preserveAspectRatio="none">
        {points.map(({at, value, part}, index) => (
          <g key={at}>
            <rect
              class="bar-value"
              x={index * step + 1}
              y={HEIGHT - (value / most) * HEIGHT}
              width={Math.max(1, step - 2)}
              height={(value / most) * HEIGHT}
            />
            <rect
              class="bar-part"
              x={index * step + 1}
              y={HEIGHT - (part / most) * HEIGHT}
              width={Math.max(1, step - 2)}
              height={(part / most) * HEIGHT}
            />
          </g>
        ))}
      </svg>
      <details>
        <summary>As a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Requests</th>
              <th scope="col">Failed</th>
            </tr>
          </thead>
          <tbody>
            {points.map(({at, value, part}) => (
              <tr key={at}>
                <th scope="row">{new Date(at).toLocaleString()}</th>
                <td>{value}</td>
                <td>{part}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}
