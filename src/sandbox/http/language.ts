/** The languages the org's messages come in. */
export type Language = 'en' | 'ja'
