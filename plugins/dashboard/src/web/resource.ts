import {useCallback, useEffect, useState} from 'preact/hooks'
import {onChange} from './live.js'
import {call} from './session.js'

export interface Resource<T> {
  readonly data: T | undefined
  readonly etag: string | null
  readonly error: Error | undefined
  readonly reload: () => Promise<void>
}

/** What the server says at `path`, loaded anew whenever one of the topics changes. */
export function useResource<T>(path: string, topics: readonly string[]): Resource<T> {
  const [state, setState] = useState<Omit<Resource<T>, 'reload'>>({data: undefined, etag: null, error: undefined})
  const reload = useCallback(async () => {
    try {
      const {body, etag} = await call<T>('GET', path)
      setState({data: body, etag, error: undefined})
    } catch (error) {
      setState((before) => ({...before, error: error as Error}))
    }
  }, [path])
  const wanted = topics.join(' ')
  useEffect(() => {
    void reload()
    return onChange(({topic}) => {
      if (topic === 'resync' || wanted.split(' ').includes(topic)) void reload()
    })
  }, [reload, wanted])
  return {...state, reload}
}
