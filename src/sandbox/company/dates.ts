/** The company's first and last day in the data, in milliseconds: fixed, so that a seed means the same stamps on any day. */
export const COMPANY_FOUNDED = Date.UTC(2023, 0, 2)
export const LAST_CHANGE = Date.UTC(2026, 9, 1)
