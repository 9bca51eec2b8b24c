import {useCallback, useEffect, useRef, useState} from 'preact/hooks'
import {onChange} from './live.js'
import {call} from './session.js'

export interface Resource<T> {
  readonly data: T | undefined
  readonly etag: string | null
  readonly error: Error | undefined
  readonly reload: () => Promise<void>
}

interface Answer<T> extends Omit<Resource<T>, 'reload'> {
  /** What was asked. */
  readonly path: string
}

/**
 * What the server says at `path`, loaded anew whenever one of the topics changes. An answer that comes after a later one's
 * is passed over, and what another path said does not outlast a failure.
 */
export function useResource<T>(path: string, topics: readonly string[]): Resource<T> {
  const [{data, etag, error}, setAnswer] = useState<Answer<T>>({path, data: undefined, etag: null, error: undefined})
  const rounds = useRef({asked: 0, answered: 0})
  const reload = useCallback(async () => {
    rounds.current.asked += 1
    const round = rounds.current.asked
    const answer = (next: (before: Answer<T>) => Answer<T>) => {
      if (round < rounds.current.answered) return
      rounds.current.answered = round
      setAnswer(next)
    }
    try {
      const reply = await call<T>('GET', path)
      answer(() => ({path, data: reply.body, etag: reply.etag, error: undefined}))
    } catch (fault) {
      const nothing = {path, data: undefined, etag: null}
      answer((before) => ({...(before.path === path ? before : nothing), error: fault as Error}))
    }
  }, [path])
  const wanted = topics.join(' ')
  useEffect(() => {
    void reload()
    return onChange(({topic}) => {
      if (topic === 'resync' || wanted.split(' ').includes(topic)) void reload()
    })
  }, [reload, wanted])
  return {data, etag, error, reload}
}
