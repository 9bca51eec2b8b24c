/** One ChatGPT account with its owner. Two people may share an e-mail: workspaces. */
export interface Person {
  readonly email: string
  readonly accountId: string
  readonly userId: string
  readonly plan: string
  /** RFC 3339, as the issuer writes it into the tokens. */
  readonly paidUntil?: string
}

export const JOHN: Person = {email: 'john@example.com', accountId: 'acct-john', userId: 'user-john', plan: 'plus'}
export const SARAH: Person = {email: 'sarah@company.com', accountId: 'acct-sarah', userId: 'user-sarah', plan: 'team'}
export const PAUL: Person = {email: 'paul@example.org', accountId: 'acct-paul', userId: 'user-paul', plan: 'pro'}
export const FREDA: Person = {email: 'freda@example.net', accountId: 'acct-freda', userId: 'user-freda', plan: 'free'}
/** John again, in a workspace. */
export const JOHN_AT_WORK: Person = {
  email: 'john@example.com',
  accountId: 'acct-work',
  userId: 'user-john',
  plan: 'business',
}

export const PEOPLE: readonly Person[] = [JOHN, SARAH, PAUL, FREDA, JOHN_AT_WORK]
