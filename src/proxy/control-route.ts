import type {Exchange} from './exchange.js'

/** One thing that ccs itself asks a proxy, below `/ccs`. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Answered without the key. */
  readonly open?: true
  answer(exchange: Exchange): void | Promise<void>
}

export function controlRoute(routes: readonly ControlRoute[], exchange: Exchange): ControlRoute | undefined {
  return routes.find(({method, path}) => exchange.method === method && exchange.path === path)
}
