import {type Json, list, object, text} from '../json.js'
import {type Answer, endBlock, type Item, type Out, startBlock} from './answer.js'

export function startSearch(answer: Answer, item: Item, wire: Json, out: Out): number {
  if (item.block === undefined) {
    answer.searches++
    item.block = startBlock(answer, {type: 'web-search', id: text(wire.id) ?? `ws_${answer.blocks}`}, out)
  }
  return item.block
}

export function finishSearch(answer: Answer, item: Item, wire: Json, out: Out): void {
  const action = object(wire.action)
  const results = list(action.sources).flatMap((one) => readSource(object(one)))
  endBlock(startSearch(answer, item, wire, out), {type: 'web-search', query: readQuery(action), results}, out)
}

/** Opening a page and finding text in one are searches too, to a client that knows only searches. */
function readQuery(action: Json): string {
  const queries = list(action.queries).map(text).join(', ')
  return text(action.query) || queries || text(action.pattern) || text(action.url) || ''
}

function readSource(source: Json): readonly {readonly title: string; readonly url: string}[] {
  const url = text(source.url)
  return url === undefined ? [] : [{title: text(source.title) ?? url, url}]
}
