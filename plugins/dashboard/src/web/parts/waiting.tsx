interface Props {
  /** What the page is called, where its heading is not there yet either. */
  readonly title?: string
  readonly error: Error | undefined
}

/** In place of what has not come yet, or could not be told. */
export function Waiting({title, error}: Props) {
  return (
    <>
      {title !== undefined && <h1>{title}</h1>}
      <p>{error === undefined ? 'Loading…' : error.message}</p>
    </>
  )
}
