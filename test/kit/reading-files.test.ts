import {expect} from 'chai'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {readingFiles} from '../../src/kit/reading-files.js'

describe('files that plugins read', () => {
  it('name what is no TOML with its place and the reason, and say nothing of the parser', () => {
    let refusal: unknown
    try {
      readingFiles.parseToml('a = 1\nb = = 2\n', '/c.toml')
    } catch (error) {
      refusal = isCcsError(error) && [error.message, error.code, error.exit, error.hint]
    }
    expect(refusal).to.deep.equal([
      '/c.toml is not valid TOML (line 2, column 5: invalid value).',
      'invalid_file',
      2,
      'The file was left as it is. Mend it, or move it away.',
    ])
    expect(readingFiles.parseToml('a = 1\nb = 9223372036854775807\n', '/c.toml')).to.deep.equal({
      a: 1,
      b: 9223372036854775807n,
    })
  })
})
