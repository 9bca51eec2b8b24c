import {useRef} from 'preact/hooks'

/** Begins an action unless the one before still runs: a double click is one click. Actions never reject. */
export function useSingle(): (action: () => Promise<unknown>) => void {
  const isRunning = useRef(false)
  return (action) => {
    if (isRunning.current) return
    isRunning.current = true
    void action().then(() => {
      isRunning.current = false
    })
  }
}
