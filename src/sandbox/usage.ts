/** The org's API calls of the last 24 hours, as `Sforce-Limit-Info` tells them. */
export interface Usage {
  used: number
  max: number
}

/** `api-usage=18/5000`, with the part per connected app where the org sends it. */
export function renderLimitInfo(usage: Usage, perApp: boolean): string {
  const total = `api-usage=${usage.used}/${usage.max}`
  return perApp ? `${total}; per-app-api-usage=${usage.used}/${usage.max}(appName=sf-extract)` : total
}
