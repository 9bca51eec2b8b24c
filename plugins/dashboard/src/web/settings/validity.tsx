import {useEffect, useState} from 'preact/hooks'
import {call} from '../session.js'

interface Place {
  readonly line?: number
  readonly column?: number
  readonly message?: string
}

interface Verdict extends Place {
  readonly ok: boolean
  readonly warnings?: readonly Place[]
}

interface Props {
  readonly scope: string
  readonly text: string
}

/** What the server says of the text as it stands; a warning keeps nobody from saving it. */
export function Validity({scope, text}: Props) {
  const [verdict, setVerdict] = useState<Verdict>()
  useEffect(() => {
    let current = true
    const timer = setTimeout(() => {
      void call<Verdict>('POST', `/api/settings/${encodeURIComponent(scope)}/validate`, {text}).then(
        ({body}) => current && setVerdict(body),
      )
    }, 200)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [scope, text])
  if (verdict === undefined) return <output class="sent" />
  if (!verdict.ok)
    return (
      <output class="sent fault">
        Line {verdict.line}, column {verdict.column}: {verdict.message}
      </output>
    )
  return (
    <output class="sent">
      Well-formed
      {verdict.warnings?.map(({line, column, message}) => (
        <span key={`${line} ${message}`} class="fault">
          {` Warning for line ${line}, column ${column}: ${message}`}
        </span>
      ))}
    </output>
  )
}
