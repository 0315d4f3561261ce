/** What was asked, as far as its errors tell. */
export interface Subject {
  sobject?: string
  soql?: string
}
