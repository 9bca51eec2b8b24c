import type {UsageView} from 'ccs/plugin'
import {useId, useState} from 'preact/hooks'
import {BarChart} from '../charts/bar-chart.js'
import {Command} from '../parts/command.js'
import {useKeptValue} from '../parts/use-kept-value.js'
import {Waiting} from '../parts/waiting.js'
import {useResource} from '../resource.js'

const RANGES = ['24h', '7d', '30d'] as const
const GROUPS = ['model', 'account', 'day'] as const

export function UsagePage(_: {readonly detail: string | undefined}) {
  const [since, setSince] = useState<string>('24h')
  const [by, setBy] = useState<string>('model')
  const [until, setUntil] = useState<string>('')
  const query = new URLSearchParams({from: since, by, ...(until !== '' && {to: until})})
  const {data, error} = useResource<UsageView>(`/api/usage?${query}`, ['request'])
  const choose = (range: string) => {
    setSince(range)
    setUntil('')
  }
  return (
    <>
      <h1>Usage</h1>
      <div class="filters">
        <Segmented legend="Range" name="range" options={RANGES} chosen={since} choose={choose} />
        <Segmented legend="By" name="by" options={GROUPS} chosen={by} choose={setBy} />
        <Day label="Since" day={since} setDay={setSince} />
        <Day label="Until" day={until} setDay={setUntil} />
      </div>
      {data === undefined ? <Waiting error={error} /> : <Figures usage={data} />}
      <p>
        <Command text={`ccs cliproxy usage --since ${since}${until && ` --until ${until}`} --by ${by}`} />
      </p>
    </>
  )
}

function Day({
  label,
  day,
  setDay,
}: {
  readonly label: string
  readonly day: string
  readonly setDay: (day: string) => void
}) {
  const field = useId()
  const kept = useKeptValue(/^\d{4}-/.test(day) ? day : '')
  return (
    <span class="field">
      <label for={field}>{label}</label>
      <input
        ref={kept}
        id={field}
        type="date"
        onChange={(event) => event.currentTarget.value !== '' && setDay(event.currentTarget.value)}
      />
    </span>
  )
}

function Segmented(props: {
  readonly legend: string
  readonly name: string
  readonly options: readonly string[]
  readonly chosen: string
  readonly choose: (option: string) => void
}) {
  return (
    <fieldset class="segmented">
      <legend>{props.legend}</legend>
      {props.options.map((option) => (
        <label key={option}>
          <input
            type="radio"
            name={props.name}
            checked={option === props.chosen}
            onChange={() => props.choose(option)}
          />
          {option}
        </label>
      ))}
    </fieldset>
  )
}

const COLUMNS = ['requests', 'failed', 'input', 'cached', 'reasoning', 'output'] as const

function Figures({usage}: {readonly usage: UsageView}) {
  return (
    <>
      <BarChart
        title="Requests over time"
        points={usage.series.map(({at, requests, failed}) => ({at, value: requests, part: failed}))}
      />
      <div class="scroll" tabIndex={0} role="region" aria-label="Usage figures">
        <table>
          <caption class="vh">Requests and tokens</caption>
          <thead>
            <tr>
              <th scope="col">Name</th>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" class="number">
                  {column}
                </th>
              ))}
              <th scope="col" class="number">
                cached share
              </th>
            </tr>
          </thead>
          <tbody>
            {usage.rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">
                  <bdi>{row.key}</bdi>
                </th>
                {COLUMNS.map((column) => (
                  <td key={column} class="number">
                    {row[column].toLocaleString()}
                  </td>
                ))}
                <td class="number">{row.input === 0 ? '–' : `${Math.round((row.cached / row.input) * 100)}%`}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {usage.rows.length === 0 && <p class="dim">Nothing was asked in this time.</p>}
      </div>
      <button type="button" onClick={() => saveCsv(usage)}>
        Save as CSV
      </button>
    </>
  )
}

function saveCsv(usage: UsageView): void {
  // A name that a spreadsheet would take for a formula stays a name.
  const quote = (text: string) => `"${/^[=+\-@\t\r]/.test(text) ? "'" : ''}${text.replaceAll('"', '""')}"`
  const lines = [
    ['name', ...COLUMNS].join(','),
    ...usage.rows.map((row) => [quote(row.key), ...COLUMNS.map((column) => row[column])].join(',')),
  ]
  const link = document.createElement('a')
  link.href = `data:text/csv;charset=utf-8,${encodeURIComponent(lines.join('\n'))}`
  link.download = 'ccs-usage.csv'
  link.click()
}
