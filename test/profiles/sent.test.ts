import {expect} from 'chai'
import {sentLine, sentSlots} from '../../src/profiles/sent.js'
import {fallback, SLOTS, TABLE} from '../models/table.js'

const lines = (slots: Partial<typeof SLOTS>, plan?: string, effort?: 'low') =>
  sentSlots({...SLOTS, ...slots}, {models: TABLE, provider: {fallback}, plan, effort}).map(
    ({slot, sent, fallback: instead, error, notes}) =>
      [slot, sent ? sentLine(sent) : error, instead?.reason, ...notes].filter(Boolean).join(' | '),
  )

describe('what is sent for a profile', () => {
  it('shows each slot with its default effort', () => {
    expect(lines({})).to.deep.equal([
      'default | gpt-5.4, reasoning.effort xhigh',
      'opus | gpt-5.4, reasoning.effort xhigh',
      'sonnet | gpt-5.4, reasoning.effort high',
      'haiku | gpt-5.4-mini, reasoning.effort medium',
    ])
  })

  it('shows suffixes in upstream words, the plan, and what cannot be had', () => {
    expect(
      lines({default: 'gpt-5.4-high-fast', opus: 'gpt-5.5', sonnet: 'gpt-5.2-fast', haiku: 'gpt-5.6'}, 'free'),
    ).to.deep.equal([
      'default | gpt-5.4, reasoning.effort high, service_tier priority',
      'opus | gpt-5.4, reasoning.effort xhigh | needs a paid Codex plan',
      'sonnet | gpt-5.2, reasoning.effort high | gpt-5.2 has no fast tier: requests go at its normal speed.',
      'haiku | There is no model "gpt-5.6". Did you mean gpt-5.5, gpt-5.4 or gpt-5.2?',
    ])
  })

  it('shows the effort that the profile fixes', () => {
    expect(lines({default: 'gpt-5.4-high'}, undefined, 'low').slice(0, 1)).to.deep.equal([
      'default | gpt-5.4, reasoning.effort low',
    ])
  })
})
