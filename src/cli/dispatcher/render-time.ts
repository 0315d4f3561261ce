/** The time of day where the user is: `14:05:30`. */
export function renderTime(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8)
}
