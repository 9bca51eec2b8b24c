import type {Files} from 'ccs/plugin'

export type Table = Readonly<Record<string, unknown>>

/** One file of the user's configuration of Codex. */
export interface Layer {
  readonly file: string
  readonly table: Table
}

/**
 * `config.toml` of a home, then what lies over it: the file of the profile that `-p` names. One that is missing, or whose
 * text does not concern the caller, is empty.
 */
export async function readLayers(
  home: string,
  profile: string | undefined,
  files: Files,
  concerns: (text: string) => boolean = () => true,
): Promise<readonly [Layer, ...Layer[]]> {
  const read = async (name: string): Promise<Layer> => {
    const file = `${home}/${name}.toml`
    const text = await files.read(file)
    return {file, table: text === undefined || !concerns(text) ? {} : files.parseToml(text, file)}
  }
  return [await read('config'), ...(profile === undefined ? [] : [await read(`${profile}.config`)])]
}

/** The layers as Codex sees them: tables are joined key by key, of anything else the later one counts. */
export function joinLayers(layers: readonly Layer[]): Table {
  return layers.reduce((below: Table, {table}) => join(below, table), {})
}

export function tableAt(table: Table, ...path: readonly string[]): Table {
  return path.reduce((held: Table, key) => (isTable(held[key]) ? held[key] : {}), table)
}

function join(below: Table, over: Table): Table {
  const both = Object.entries(over).map(([key, value]) => {
    const under = below[key]
    return [key, isTable(under) && isTable(value) ? join(under, value) : value] as const
  })
  return {...below, ...Object.fromEntries(both)}
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
