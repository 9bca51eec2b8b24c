import type {AccountView} from 'ccs/plugin'
import {HealthStrip} from '../charts/health-strip.js'
import {Meter} from '../parts/meter.js'
import {Ago, Until} from '../parts/times.js'

/** What is not needed at a glance: limits of single features, credits, dates, the last day's requests. */
export function AccountDetails({account}: {readonly account: AccountView}) {
  const names = account.features.map(({name}) => name).join(', ')
  const title = account.features.length === 0 ? 'Details' : `Feature limits (${account.features.length}): ${names}`
  return (
    <details class="account-details">
      <summary>{title}</summary>
      {account.features.map(({name, windows}) => (
        <section key={name} aria-label={name}>
          <h3>{name}</h3>
          <div class="meters">
            {windows.map((window) => (
              <Meter key={window.label} window={window} owner={`${account.nickname}, ${name}`} />
            ))}
          </div>
        </section>
      ))}
      <dl>
        {account.state.message !== null && (
          <>
            <dt>State</dt>
            <dd>
              <bdi>{account.state.message}</bdi>
            </dd>
          </>
        )}
        <dt>Quota read</dt>
        <dd>
          <Ago at={account.asOf} />
        </dd>
        <dt>Last used</dt>
        <dd>
          <Ago at={account.lastUsedAt} />
        </dd>
        <dt>Token runs until</dt>
        <dd>{account.tokenExpiresAt === null ? 'unknown' : <Until at={account.tokenExpiresAt} />}</dd>
        <dt>Last refreshed</dt>
        <dd>
          <Ago at={account.lastRefreshedAt} />
        </dd>
        {account.subscriptionEndsAt !== null && (
          <>
            <dt>Subscription until</dt>
            <dd>
              <Until at={account.subscriptionEndsAt} />
            </dd>
          </>
        )}
        <Credits account={account} />
        <dt>Requests in 24 hours</dt>
        <dd>
          {account.health.requests}, {account.health.failed} failed <HealthStrip buckets={account.health.buckets} />
        </dd>
      </dl>
    </details>
  )
}

function Credits({account}: {readonly account: AccountView}) {
  const {credits, resetCredits} = account
  return (
    <>
      {credits !== null && (
        <>
          <dt>Credits</dt>
          <dd>{credits.unlimited ? 'unlimited' : (credits.balance ?? 'unknown')}</dd>
        </>
      )}
      {resetCredits > 0 && (
        <>
          <dt>Resets available</dt>
          <dd>{resetCredits}</dd>
        </>
      )}
    </>
  )
}
