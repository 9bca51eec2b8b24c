import {type Addition, addBlock, addMessage, each} from './draft.js'

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const PDF = Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64')

const base64 = (data: unknown, media_type: unknown = 'image/png') => ({type: 'base64', media_type, data})

const IMAGES = [
  base64(PNG),
  base64(PNG, 'image/heic'),
  base64(PNG, 5),
  base64(PNG.slice(0, 60)),
  base64(`data:image/png;base64,${PNG}`),
  base64(`${PNG.slice(0, 20)}\n${PNG.slice(20)}`),
  base64(PNG.replaceAll('+', '-').replaceAll('/', '_')),
  base64(PNG.replace(/=+$/, '')),
  base64('not base64 at all!'),
  base64(''),
  base64(null),
  base64('R0lGODlhAQABAAAAACw='),
  base64('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs='),
  base64('/9j/4AAQSkZJRg=='),
  base64(Buffer.from('RIFF\0\0\0\0WEBP').toString('base64')),
  base64(Buffer.from('<svg/>').toString('base64'), 'image/svg+xml'),
  {type: 'url', url: 'https://example.com/a.png'},
  {type: 'url', url: 'HTTPS://EXAMPLE.com/a b.png'},
  {type: 'url', url: `data:image/png;base64,${PNG}`},
  {type: 'url', url: 'data:image/png;base64,broken'},
  {type: 'url', url: 'data:text/plain,hello'},
  {type: 'url', url: 'https:nowhere\0'},
  {type: 'url', url: 'https://a/\ud800'},
  {type: 'url', url: 'file:///etc/passwd'},
  {type: 'url', url: ''},
  {type: 'url', url: {href: 'x'}},
  {type: 'url'},
  {type: 'file', file_id: 'file_1'},
  {type: 'blob', ref: 'x'},
  {},
  null,
  'image',
]

const DOCUMENTS = [
  {source: base64(PDF, 'application/pdf')},
  {source: base64(PDF, 'application/pdf'), title: 'a\0\ud800/../b', context: '\0'},
  {source: base64(PDF, 'application/pdf'), title: 't'.repeat(2000), citations: {enabled: true}},
  {source: base64(PDF, 5), title: {text: 'x'}},
  {source: base64(Buffer.from('a,b').toString('base64'), 'text/csv')},
  {source: base64(Buffer.from([0, 255, 0]).toString('base64'), 'text/plain')},
  {source: base64(PNG, 'application/pdf')},
  {source: base64('%%%', 'application/pdf')},
  {source: {type: 'text', data: 'x\0'}},
  {source: {type: 'text', data: null}},
  {source: {type: 'content', content: 'plain'}},
  {source: {type: 'content', content: [{type: 'image', source: base64(PNG)}, {type: 'what'}]}},
  {source: {type: 'content', content: null}},
  {source: {type: 'url', url: 'https://example.com/a.pdf'}, title: 'a.PDF'},
  {source: {type: 'url', url: 'ftp://example.com/a.pdf'}},
  {source: {type: 'url', url: `data:application/pdf;base64,${PDF}`}},
  {source: {type: 'url', url: ''}},
  {source: {type: 'url'}},
  {source: {type: 'file', file_id: 'f'}},
  {source: {type: 'drive', id: 'd'}},
  {source: {type: '__proto__'}},
  {source: null},
  {},
]

export const MEDIA_ADDITIONS: readonly Addition[] = [
  ...each('image', IMAGES, (draft, source) => addBlock(draft, {type: 'image', source})),
  ...each('document', DOCUMENTS, (draft, document) => addBlock(draft, {type: 'document', ...document})),
  ...each('image of a result', IMAGES, (draft, source) => inResult(draft, {type: 'image', source})),
  ...each('document of a result', DOCUMENTS, (draft, document) => inResult(draft, {type: 'document', ...document})),
]

function inResult(draft: Parameters<typeof addMessage>[0], block: unknown): void {
  const id = `media${draft.at}`
  addMessage(draft, {role: 'user', content: [{type: 'tool_result', tool_use_id: id, content: [block]}]})
  addMessage({...draft, at: 0}, {role: 'assistant', content: [{type: 'tool_use', id, name: 'Read', input: {}}]})
}
