import type {AccountView, NamedWindow} from 'ccs/plugin'
import {useState} from 'preact/hooks'
import {timeZone} from '../clock.js'
import {usedText} from '../parts/meter.js'
import {ResetTime} from '../parts/times.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR

interface Range {
  readonly id: string
  readonly label: string
  readonly milliseconds: number
  readonly step: number
  readonly fits: (window: NamedWindow) => boolean
}

const isShort = ({seconds}: NamedWindow) => seconds < 2 * 86_400
const RANGES: readonly Range[] = [
  {id: '7d', label: 'Weekly, 7 days', milliseconds: 7 * DAY, step: DAY, fits: (window) => !isShort(window)},
  {id: '14d', label: 'Weekly, 14 days', milliseconds: 14 * DAY, step: DAY, fits: (window) => !isShort(window)},
  {id: '48h', label: '5-hour, 48 hours', milliseconds: 48 * HOUR, step: 6 * HOUR, fits: isShort},
]

/** When each account's limit comes back: a table, with the same as a picture in each row. */
export function WeeklySchedule({accounts}: {readonly accounts: readonly AccountView[]}) {
  const [rangeId, setRangeId] = useState('7d')
  const range = RANGES.find(({id}) => id === rangeId) ?? RANGES[0]
  if (range === undefined) return null
  const rows = accounts
    .flatMap((account) => account.windows.filter(range.fits).map((window) => ({account, window})))
    .sort((a, b) => Date.parse(a.window.resetAt ?? '9999-01-01') - Date.parse(b.window.resetAt ?? '9999-01-01'))
  return (
    <section aria-labelledby="schedule">
      <div class="section-head">
        <h2 id="schedule">Reset schedule</h2>
        <span class="dim">Times in {timeZone}</span>
        <RangeSwitch chosen={range.id} choose={setRangeId} />
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label="Resets by account">
        <table>
          <thead>
            <tr>
              <th scope="col">Account</th>
              <th scope="col">Used</th>
              <th scope="col">Resets</th>
              <th scope="col">{range.label}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({account, window}) => (
              <tr key={`${account.id} ${window.label}`}>
                <th scope="row">
                  <bdi>{account.nickname}</bdi>
                </th>
                <td>{usedText(window)}</td>
                <td>
                  <ResetTime at={window.resetAt} />
                </td>
                <td>
                  <Lane window={window} range={range} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p class="dim">No account has such a window.</p>}
      </div>
      <p class="dim">The bar reaches to the reset and is filled by what is used; each dot is a reset.</p>
    </section>
  )
}

function RangeSwitch({chosen, choose}: {readonly chosen: string; readonly choose: (id: string) => void}) {
  return (
    <fieldset class="segmented">
      <legend class="vh">Range</legend>
      {RANGES.map(({id, label}) => (
        <label key={id}>
          <input type="radio" name="range" checked={id === chosen} onChange={() => choose(id)} />
          {label}
        </label>
      ))}
    </fieldset>
  )
}

const WIDTH = 320
const HEIGHT = 22

/** The running window until its reset, and the resets that follow in the range. Instants, so clock changes do not matter. */
function Lane({window, range}: {readonly window: NamedWindow; readonly range: Range}) {
  if (window.resetAt === null) return <span class="dim">unknown</span>
  const start = Date.now()
  const x = (at: number) => Math.min(WIDTH, Math.max(0, ((at - start) / range.milliseconds) * WIDTH))
  const first = Date.parse(window.resetAt)
  const length = window.seconds * 1000
  const resets = Array.from({length: 40}, (_, index) => first + index * length).filter(
    (at) => at < start + range.milliseconds,
  )
  const grid = Array.from({length: Math.floor(range.milliseconds / range.step)}, (_, index) =>
    x(start + (index + 1) * range.step),
  )
  return (
    <svg class="lane" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {grid.map((at) => (
        <line key={at} class="lane-grid" x1={at} x2={at} y1={0} y2={HEIGHT} />
      ))}
      <rect class="lane-track" x={0} y={6} width={x(first)} height={10} rx={3} />
      <rect class="lane-used" x={0} y={6} width={(x(first) * (window.usedPercent ?? 0)) / 100} height={10} rx={3} />
      {resets.map((at) => (
        <circle key={at} class="lane-reset" cx={x(at)} cy={11} r={4} />
      ))}
    </svg>
  )
}
