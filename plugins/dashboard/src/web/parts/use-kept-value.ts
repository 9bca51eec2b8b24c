import type {RefObject} from 'preact'
import {useLayoutEffect, useRef} from 'preact/hooks'

/** For a text field that keeps what is half typed when the page is drawn anew, until the value itself changes. */
export function useKeptValue(value: string): RefObject<HTMLInputElement> {
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    if (field.current !== null) field.current.value = value
  }, [value])
  return field
}
