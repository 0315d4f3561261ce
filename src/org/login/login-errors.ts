import type { Auth } from '../../config/settings/login-settings.js'
import { ExtractError } from '../../errors/extract-error.js'
import { anythingElse, loginTable } from './login-rules.js'

/** What the token endpoint answered, and to which way of login. */
export interface LoginRefusal {
  /** The OAuth `error`. */
  error: string
  /** The `error_description`; empty where there is none. */
  said: string
  /** The HTTP status. */
  status: number
  auth: Auth
}

/** The error of a refused login: Salesforce's own words, the cause in ours, and the menu path to the cure. */
export function buildLoginError({ error, said, status: httpStatus, auth }: LoginRefusal): ExtractError {
  const rule = loginTable.find(
    ({ errors, says, ways }) =>
      (ways?.includes(auth) ?? true) && (errors?.includes(error) ?? true) && (says?.test(said) ?? true),
  )
  const { as, cause, cure } = rule ?? anythingElse
  const oauth = said === '' ? error : `${error}: ${said}`
  return new ExtractError(as, `Salesforce refused the login (${oauth}). ${cause}`, {
    hint: cure,
    details: { oauth, httpStatus },
  })
}
